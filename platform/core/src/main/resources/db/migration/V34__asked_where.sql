-- At which station a question was asked, for those who ask there: empty where at none, or before that was noted.
ALTER TABLE asked_question ADD COLUMN station text NOT NULL DEFAULT '';
CREATE INDEX asked_question_where ON asked_question (station, asked_at DESC, id DESC);
