-- Counts the records of each lane by day of UTC in "lane_day". The triggers on "deployment" call these functions, so that no
-- way of writing a record can forget to. A writer of records holds their lanes, so no other one counts the same days.
CREATE OR REPLACE FUNCTION "count_records_come"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO "lane_day" AS known
    SELECT application, environment_id, (deployed_at AT TIME ZONE 'UTC')::date,
        count(*) FILTER (WHERE status = 'PENDING'), count(*) FILTER (WHERE status = 'DEPLOYED'),
        count(*) FILTER (WHERE status = 'FAILED'), count(*) FILTER (WHERE status = 'ROLLED_BACK'),
        count(*) FILTER (WHERE is_rollback)
    FROM records_come GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    ON CONFLICT (application, environment_id, day) DO UPDATE SET
        pending = known.pending + excluded.pending,
        deployed = known.deployed + excluded.deployed,
        failed = known.failed + excluded.failed,
        rolled_back = known.rolled_back + excluded.rolled_back,
        rollbacks = known.rollbacks + excluded.rollbacks;
    RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION "count_records_gone"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE "lane_day" AS known SET
        pending = known.pending - gone.pending,
        deployed = known.deployed - gone.deployed,
        failed = known.failed - gone.failed,
        rolled_back = known.rolled_back - gone.rolled_back,
        rollbacks = known.rollbacks - gone.rollbacks
    FROM (
        SELECT application, environment_id, (deployed_at AT TIME ZONE 'UTC')::date AS day,
            count(*) FILTER (WHERE status = 'PENDING') AS pending, count(*) FILTER (WHERE status = 'DEPLOYED') AS deployed,
            count(*) FILTER (WHERE status = 'FAILED') AS failed, count(*) FILTER (WHERE status = 'ROLLED_BACK') AS rolled_back,
            count(*) FILTER (WHERE is_rollback) AS rollbacks
        FROM records_gone GROUP BY 1, 2, 3) gone
    WHERE known.application = gone.application AND known.environment_id = gone.environment_id AND known.day = gone.day;
    RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION "count_record_changed"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE "lane_day" SET
        pending = pending - (OLD.status = 'PENDING')::int,
        deployed = deployed - (OLD.status = 'DEPLOYED')::int,
        failed = failed - (OLD.status = 'FAILED')::int,
        rolled_back = rolled_back - (OLD.status = 'ROLLED_BACK')::int,
        rollbacks = rollbacks - OLD.is_rollback::int
    WHERE application = OLD.application AND environment_id = OLD.environment_id
        AND day = (OLD.deployed_at AT TIME ZONE 'UTC')::date;
    INSERT INTO "lane_day" AS known
    VALUES (NEW.application, NEW.environment_id, (NEW.deployed_at AT TIME ZONE 'UTC')::date,
        (NEW.status = 'PENDING')::int, (NEW.status = 'DEPLOYED')::int, (NEW.status = 'FAILED')::int,
        (NEW.status = 'ROLLED_BACK')::int, NEW.is_rollback::int)
    ON CONFLICT (application, environment_id, day) DO UPDATE SET
        pending = known.pending + excluded.pending,
        deployed = known.deployed + excluded.deployed,
        failed = known.failed + excluded.failed,
        rolled_back = known.rolled_back + excluded.rolled_back,
        rollbacks = known.rollbacks + excluded.rollbacks;
    RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION "count_nothing"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM "lane_day";
    RETURN NULL;
END
$$;
