-- What of a rollout has changed since somebody was told of it. Whoever writes to a rollout holds its row, so that these
-- numbers are committed in their order. That the workloads were looked at is nothing to tell.
CREATE SEQUENCE "rollout_change";

ALTER TABLE "rollout_release" ADD COLUMN "changed" BIGINT NOT NULL DEFAULT 0;

CREATE INDEX "rollout_release_rollout_id_changed_idx" ON "rollout_release"("rollout_id", "changed");

CREATE FUNCTION "note_rollout_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW."changed" := nextval('rollout_change');
    RETURN NEW;
END
$$;

CREATE TRIGGER "rollout_release_changed"
    BEFORE UPDATE ON "rollout_release"
    FOR EACH ROW WHEN (OLD."watched_at" IS NOT DISTINCT FROM NEW."watched_at")
    EXECUTE FUNCTION "note_rollout_change"();
