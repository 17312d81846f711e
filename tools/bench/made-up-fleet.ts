import { sealValues } from "@/lib/fleet/releases/sealed-values"
import { withSql } from "./with-sql"

const perTenant = 10

/**
 * Writes this many releases directly to the tables, ten per tenant, each with its first and last revision: ten charts with
 * eight versions each, most of them recent; one release in fifty has failed and one in two hundred was changed out of band.
 */
export async function fillFleet(databaseUrl: string, releases: number): Promise<void> {
  const tenants = Math.ceil(releases / perTenant)
  const sealed = sealValues({ replicaCount: 2 })
  await withSql(databaseUrl, async (sql) => {
    await sql.query(
      `INSERT INTO tenant (id, slug, name, cluster, namespace, tags)
       SELECT ('01930000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'tenant-' || n, 'Tenant ' || n, 'sandbox', 'tenant-' || n,
         jsonb_build_object('tier', (ARRAY['gold', 'silver', 'bronze'])[1 + n % 3], 'wave', (n % 4)::text)
       FROM generate_series(1, $1::int) n`,
      [tenants],
    )
    await sql.query(
      `INSERT INTO helm_release (id, tenant_id, cluster, namespace, release_name, repository, chart_name, chart_version,
         app_version, sealed_values, sealed_masked, status, revision, in_cluster, timeout_seconds, atomic, wait_for_jobs,
         created_by, created_at, updated_at, deployed_at, out_of_band)
       SELECT ('01940000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
         ('01930000-0000-7000-8000-' || lpad(to_hex(1 + n / $2::int), 12, '0'))::uuid, 'sandbox', 'tenant-' || (1 + n / $2::int),
         'tenant-' || (1 + n / $2::int) || '-service-' || n % $2::int, 'bench', 'service-' || n % $2::int, '1.' || v || '.0',
         '2.' || v || '.0', $3, $3, (CASE WHEN n % 50 = 7 THEN 'FAILED' ELSE 'DEPLOYED' END)::release_status,
         2, true, 300, true, false, 'person-' || n % 30, t, t, t, n % 200 = 9
       FROM generate_series(0, $1::int - 1) n,
         LATERAL (SELECT 7 - floor(8 * power(((n * 7919) % 1009) / 1009.0, 2))::int AS v, now() - n * interval '3 minutes' AS t) made`,
      [releases, perTenant, sealed],
    )
    await sql.query(
      `INSERT INTO release_revision (id, release_id, revision, operation, repository, chart_name, chart_version, app_version,
         status, performed_by, created_at, finished_at)
       SELECT gen_random_uuid(), r.id, made.revision, made.operation::revision_operation, r.repository, r.chart_name,
         CASE made.revision WHEN 1 THEN '0.9.0' ELSE r.chart_version END, CASE made.revision WHEN 1 THEN '1.9.0' ELSE r.app_version END,
         'DEPLOYED', r.created_by, r.created_at - made.before, r.created_at - made.before
       FROM helm_release r, (VALUES (1, 'INSTALL', interval '20 days'), (2, 'UPGRADE', interval '0')) made(revision, operation, before)`,
    )
    await sql.query("ANALYZE tenant, helm_release, release_revision")
  })
}
