/* A form that was open while somebody else saved: what they said and what was typed here, together, before anybody saves again. */
(() => {
  'use strict';
  const scruffy = (window.scruffy = window.scruffy || {});
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  const words = (name) => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  const value = (one) => (typeof one === 'object' || one === '' || one === undefined ? '' : ` (there: ${one})`);

  /** Whether a refused change is one that somebody else overtook, or what was to be changed is not there any more. */
  scruffy.isOvertaken = (failure) => failure.kind === 'overtaken' || failure.status === 404;

  /**
   * @param before what was read when the form was opened, {} where it is new
   * @param opened what the form said then
   * @param typed what it says now
   * @param theirs what it is now, undefined where it was deleted
   * @returns {mine: what was changed here, words: what there is to say of it}
   */
  scruffy.overtaken = (before, opened, typed, theirs) => {
    if (!theirs) return { mine: typed, words: 'It is not there any more. What you typed stands here: save to make it anew.' };
    const mine = Object.fromEntries(Object.entries(typed).filter(([name, said]) => !same(said, opened[name])));
    const changed = Object.keys(typed).filter((name) => !same(before[name], theirs[name]));
    const both = changed.filter((name) => name in mine && !same(mine[name], theirs[name]));
    const others = changed.filter((name) => !both.includes(name));
    return {
      mine,
      words: ['Somebody else saved it meanwhile.', others.length ? `Taken over from there: ${others.map(words).join(', ')}.` : '',
        both.length ? `You both changed, and yours stands here: ${both.map((name) => words(name) + value(theirs[name])).join(', ')}.` : '', 'Look it over and save again.'].filter(Boolean).join(' '),
    };
  };
})();
