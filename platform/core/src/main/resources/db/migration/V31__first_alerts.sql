-- So that nobody begins with empty pages: a board, a trigger and two objectives that every Scruffy has the events for.
INSERT INTO board (name, description, station, shared, owner, presets, updated_at) VALUES
    ('The platform at a glance', 'What this Scruffy answers, how fast, and what it airs', '*', true, '', '{station,http.route}', now());

INSERT INTO board_panel (board_id, place, title, address, specification, shown)
SELECT b.id, p.place, p.title, p.address, p.specification, p.shown FROM board b, (VALUES
    (0, 'Requests by route', 'by=http.route&c=COUNT', '{"calculations":[{"op":"COUNT"}],"filters":[{"column":"span.kind","op":"=","value":"server"}],"breakdowns":["http.route"],"limit":6}', 'LINE'),
    (1, 'How long they took', '', '{"calculations":[{"op":"HEATMAP","column":"duration_ms"}],"filters":[{"column":"span.kind","op":"=","value":"server"}]}', 'HEATMAP'),
    (2, 'Failed requests', 'by=http.route&c=COUNT&f=error%7C%3D%7Ctrue', '{"calculations":[{"op":"COUNT"}],"filters":[{"column":"span.kind","op":"=","value":"server"},{"column":"error","op":"=","value":true}],"breakdowns":["http.route"],"limit":20}', 'TABLE'),
    (3, 'Spot-seconds on air', 'view=all&f=name%7C%3D%7Cspot+aired&by=station&c=SUM%7Cspot.seconds&sort=SUM%28spot.seconds%29', '{"calculations":[{"op":"SUM","column":"spot.seconds"}],"filters":[{"column":"name","op":"=","value":"spot aired"}],"breakdowns":["station"],"limit":6}', 'LINE')
) AS p (place, title, address, specification, shown);

INSERT INTO alert_trigger (name, description, station, specification, op, threshold, every_s, window_s, exceeded_limit, enabled, recipients, due_at) VALUES
    ('Requests fail', 'More than ten requests of a route failed within five minutes', '*',
     '{"calculations":[{"op":"COUNT"}],"filters":[{"column":"span.kind","op":"=","value":"server"},{"column":"error","op":"=","value":true},{"column":"http.route","op":"!=","value":"/health/*"}],"breakdowns":["http.route"]}',
     'GREATER', 10, 60, 300, 2, true, '{}', now());

INSERT INTO slo (name, description, station, qualifying, good, weight, target, window_days, recipients, due_at) VALUES
    ('Week answered below 1 s', 'Requests for a week that were answered well, within a second', '*',
     '{"filters":[{"column":"http.route","op":"=","value":"/api/week/{date}"},{"column":"span.kind","op":"=","value":"server"}]}',
     '{"filters":[{"column":"duration_ms","op":"<","value":1000},{"column":"error","op":"!=","value":true}]}', '', 99.5, 7, '{}', now()),
    ('Spot-seconds aired whole', 'Of the seconds planned in spots that went on air, those of spots that aired from their first frame to their last', '*',
     '{"filters":[{"column":"name","op":"=","value":"spot aired"}]}',
     '{"filters":[{"column":"spot.whole","op":"=","value":true}]}', 'spot.planned_seconds', 99.9, 28, '{}', now());

INSERT INTO burn_alert (slo_id, place, kind, amount, window_s)
SELECT s.id, b.place, b.kind, b.amount, b.window_s FROM slo s,
    (VALUES (0, 'EXHAUSTION_TIME', 4.0, 3600), (1, 'BUDGET_RATE', 10.0, 3600)) AS b (place, kind, amount, window_s);
