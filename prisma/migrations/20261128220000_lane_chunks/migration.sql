-- The facts of the records of a lane, packed for Insights by the worker; null until they are packed again.
CREATE TABLE "lane_chunk" (
    "application" TEXT NOT NULL,
    "environment_id" UUID NOT NULL,
    "from_at" TIMESTAMPTZ(3) NOT NULL,
    "until_at" TIMESTAMPTZ(3) NOT NULL,
    "n" INTEGER NOT NULL,
    "format" INTEGER NOT NULL,
    "facts" BYTEA,

    CONSTRAINT "lane_chunk_pkey" PRIMARY KEY ("application", "environment_id", "until_at")
);
-- They do not compress.
ALTER TABLE "lane_chunk" ALTER COLUMN "facts" SET STORAGE EXTERNAL;
CREATE INDEX "lane_chunk_unpacked" ON "lane_chunk" ("application", "environment_id") WHERE "facts" IS NULL;

-- prisma/sql/lane-chunks.sql replaces these functions.
CREATE FUNCTION "unpack_chunks"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
CREATE FUNCTION "unpack_all_chunks"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
CREATE FUNCTION "wait_for_packing"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE FUNCTION "delete_all_chunks"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;

CREATE TRIGGER "deployment_come_unpack" AFTER INSERT ON "deployment" REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION "unpack_chunks"();
CREATE TRIGGER "deployment_gone_unpack" AFTER DELETE ON "deployment" REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION "unpack_chunks"();
CREATE TRIGGER "deployment_changed_from_unpack" AFTER UPDATE ON "deployment" REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION "unpack_chunks"();
CREATE TRIGGER "deployment_changed_to_unpack" AFTER UPDATE ON "deployment" REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION "unpack_chunks"();
CREATE TRIGGER "deployment_emptied_unpack" AFTER TRUNCATE ON "deployment"
    FOR EACH STATEMENT EXECUTE FUNCTION "delete_all_chunks"();
CREATE TRIGGER "environment_changed_unpack" AFTER UPDATE ON "environment" FOR EACH ROW
    WHEN ((OLD.rank, OLD.production, OLD.family_id) IS DISTINCT FROM (NEW.rank, NEW.production, NEW.family_id)
        -- Members of a family have no rank, and are archived often.
        OR (OLD.archived_at IS DISTINCT FROM NEW.archived_at AND NEW.rank IS NOT NULL))
    EXECUTE FUNCTION "unpack_all_chunks"();
CREATE TRIGGER "lane_new_wait" BEFORE INSERT ON "lane" FOR EACH ROW EXECUTE FUNCTION "wait_for_packing"();
