-- The plugin whose adapters read a feed's signals; empty: whichever finds one.
ALTER TABLE feed ADD COLUMN dialect text NOT NULL DEFAULT '' CHECK (length(dialect) <= 64);
