/* The page Import & export: sends the file as it is, says how far it is, and goes to its preview. */
(() => {
  'use strict';
  const form = document.getElementById('bring');
  if (!form) return;

  const imports = async () => {
    const answer = await fetch(form.dataset.imports, { headers: { Accept: 'application/json' } });
    return answer.ok ? answer.json() : [];
  };
  const percentOf = (file) => (file.bytesTotal > 0 ? Math.round((100 * file.bytesRead) / file.bytesTotal) : undefined);

  // files that others bring: how far each is, and the page anew once one is read
  const readings = [...document.querySelectorAll('[data-reading]')].filter((one) => one.dataset.reading);
  if (readings.length) {
    setInterval(async () => {
      const files = await imports();
      readings.forEach((one) => {
        const file = files.find((each) => each.id === one.dataset.reading);
        if (file && file.state !== 'READING') location.reload();
        const percent = file && percentOf(file);
        if (file) one.textContent = `${file.rowsRead.toLocaleString('en-US')} so far${percent === undefined ? '' : `, ${percent} %`}`;
      });
    }, 2000);
  }

  // the server takes all of it over in one go: that it is on its way is all there is to say
  const preview = document.getElementById('preview');
  if (preview) {
    preview.addEventListener('submit', (event) => {
      if (!event.submitter || event.submitter.id === 'preview:discard') return;
      document.getElementById('commit-progress').hidden = false;
      document.getElementById('commit-words').textContent = 'Taking it over; a hundred thousand rows take a minute or two …';
    });
  }

  const bar = document.getElementById('progress');
  const words = document.getElementById('progress-words');
  const send = form.querySelector('button');

  const say = (text, percent) => {
    words.textContent = text;
    bar.hidden = percent === null;
    if (percent === undefined) bar.removeAttribute('value');
    else if (percent !== null) bar.value = percent;
  };

  /** What the server has read so far: it reads while the file still comes in. */
  const watch = () =>
    setInterval(async () => {
      const reading = (await imports()).find((one) => one.state === 'READING');
      if (reading) say(`${reading.rowsRead.toLocaleString('en-US')} rows read`, percentOf(reading));
    }, 1000);

  const failed = (answer) => {
    const errors = (answer && answer.errors) || [];
    const elsewhere = errors.filter((error) => !atField(error));
    const [error] = elsewhere;
    const words = error ? `${error.field} is “${error.found}”, expected ${error.expected}` : (answer && answer.detail) || 'The file could not be read. Try again.';
    say(errors.length && !elsewhere.length ? '' : words, null);
    send.disabled = false;
  };

  const forgive = () => form.querySelectorAll('.field-error').forEach((at) => { at.textContent = ''; form.elements[at.id.replace('-error', '')].removeAttribute('aria-invalid'); });

  /** Says it at the field that it is about, where there is one. */
  const atField = (error) => {
    const at = document.getElementById(`${error.field}-error`);
    if (!at) return false;
    at.textContent = `Expected ${error.expected}.`;
    form.elements[error.field].setAttribute('aria-invalid', 'true');
    return true;
  };

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    forgive();
    const file = form.elements.file.files[0];
    if (form.elements.format.value === 'tvss' && !form.elements.date.value) {
      atField({ field: 'date', expected: 'the day that the file is of' });
      form.elements.date.focus();
      return;
    }
    const query = new URLSearchParams({
      format: form.elements.format.value,
      feed: form.dataset.feed,
      name: file.name,
      replace: String(form.elements.replace.checked),
    });
    for (const setting of ['date', 'channel']) {
      if (form.elements[setting].value) query.set(setting, form.elements[setting].value);
    }
    send.disabled = true;
    say('Sending …', undefined);
    const watching = watch();
    try {
      const answer = await fetch(`${form.dataset.imports}?${query}`, {
        method: 'POST',
        body: file,
        headers: { 'Content-Type': 'application/octet-stream' },
      });
      const read = await answer.json();
      if (!answer.ok) return failed(read);
      location.href = `${form.dataset.page}&import=${encodeURIComponent(read.id)}`;
    } catch {
      failed(null);
    } finally {
      clearInterval(watching);
    }
  });
})();
