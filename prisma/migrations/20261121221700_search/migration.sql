-- Sorted by bytes on every server: what is searched for by its beginning is a range of an index.
ALTER TABLE "helm_release"
    ALTER COLUMN "chart_name" TYPE TEXT COLLATE "C",
    ALTER COLUMN "chart_version" TYPE TEXT COLLATE "C",
    ALTER COLUMN "app_version" TYPE TEXT COLLATE "C",
    ALTER COLUMN "release_name" TYPE TEXT COLLATE "C";

ALTER TABLE "deployment" ALTER COLUMN "helm_chart_version" TYPE TEXT COLLATE "C";

-- CreateIndex
CREATE INDEX "helm_release_chart_name_chart_version_id_idx" ON "helm_release"("chart_name", "chart_version", "id" DESC);

-- CreateIndex
CREATE INDEX "helm_release_chart_version_chart_name_idx" ON "helm_release"("chart_version", "chart_name");

-- CreateIndex
CREATE INDEX "helm_release_app_version_id_idx" ON "helm_release"("app_version", "id" DESC);

-- CreateIndex
CREATE INDEX "helm_release_release_name_idx" ON "helm_release"("release_name");

-- What follows is beyond the Prisma schema.

CREATE INDEX "helm_release_out_of_band_idx" ON "helm_release" ("id" DESC)
    WHERE "out_of_band" AND "status" <> 'UNINSTALLED';

-- Partial: most records name no chart and carry no notes, and then cost nothing more to write.
CREATE INDEX "deployment_helm_chart_version_idx"
    ON "deployment" ("helm_chart_version", "deployed_at" DESC, "seq" DESC) WHERE "helm_chart_version" IS NOT NULL;

-- The words of a text, small, without what stands between them. A word of an index has at most 2,046 bytes: so the text is cut.
CREATE FUNCTION "search_words"(p_text text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURNS NULL ON NULL INPUT AS $$
    SELECT array_to_tsvector(array_remove(regexp_split_to_array(lower(left(p_text, 400)), '[^[:alnum:]]+'), ''))
$$;

-- What a tenant is found by: slug, name, namespace and the values of its tags.
CREATE FUNCTION "tenant_words"(p_slug text, p_name text, p_namespace text, p_tags jsonb)
RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(array_to_tsvector(array_agg(DISTINCT w.word)), ''::tsvector)
    FROM (SELECT p_slug UNION ALL SELECT p_name UNION ALL SELECT p_namespace
          UNION ALL SELECT t.value FROM jsonb_each_text(p_tags) t) AS told("text"),
         LATERAL unnest(regexp_split_to_array(lower(left(told."text", 400)), '[^[:alnum:]]+')) AS w("word")
    WHERE w.word <> ''
$$;

-- Words that look like tickets: letters, a dash and a number, or # and a number.
CREATE FUNCTION "ticket_words"(p_one text, p_other text)
RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(array_to_tsvector(array_agg(DISTINCT lower(found.word[1]))), ''::tsvector)
    FROM regexp_matches(left(concat_ws(' ', p_one, p_other), 20000), '([A-Za-z][A-Za-z0-9]{0,19}-[0-9]{1,9}|#[0-9]{1,9})', 'g') AS found("word")
$$;

CREATE INDEX "tenant_words_idx" ON "tenant" USING gin ("tenant_words"("slug", "name", "namespace", "tags"));

CREATE INDEX "helm_release_words_idx" ON "helm_release" USING gin ("search_words"("release_name"));

CREATE INDEX "deployment_tickets_idx" ON "deployment" USING gin ("ticket_words"("notes", "rollback_reason"))
    WHERE "notes" IS NOT NULL OR "rollback_reason" IS NOT NULL;

CREATE INDEX "release_revision_tickets_idx" ON "release_revision" USING gin ("ticket_words"("description", "reason"))
    WHERE "description" IS NOT NULL OR "reason" IS NOT NULL;
