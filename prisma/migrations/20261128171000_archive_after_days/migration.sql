-- How long the members of an environment's patterns may have no record before they are archived; null: for ever.
ALTER TABLE "environment" ADD COLUMN "archive_after_days" INTEGER DEFAULT 14;
