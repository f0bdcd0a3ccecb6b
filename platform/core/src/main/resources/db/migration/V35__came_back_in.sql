-- The build in which a group came back last, empty where its events named none; and of each build when a group came back in it.
ALTER TABLE error_group ADD COLUMN regressed_build text NOT NULL DEFAULT '';
ALTER TABLE error_build ADD COLUMN regressed_at timestamptz;
