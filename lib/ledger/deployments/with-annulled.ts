import { type Actor, sourceOf } from "@/lib/identity/auth/actor"
import { Prisma } from "@/lib/platform/db/generated/client"
import { db, transaction } from "@/lib/platform/db/transaction"
import { FairQueue } from "@/lib/platform/threads/fair-queue"
import { columnList } from "./columns"
import { laneFactsSql, reachedSql } from "./recompute-lane-facts"

/** Lanes with many records take a while to compute; no other request waits for the transaction. */
const timeout = 60_000

/**
 * Runs a read of the ledger, on request including annulled records as if they had never been annulled: temporary views
 * with the same names then replace the tables until the transaction ends, transparently for all rules. At most two such
 * reads run at a time. `work` must only read, and only with SQL: Prisma's own queries name the schema and do not see
 * the views.
 */
export function withAnnulled<T>(
  actor: Actor,
  isIncluded: boolean | undefined,
  work: () => Promise<T>,
): Promise<T> {
  return isIncluded === true ? readings.run(sourceOf(actor), () => readWithAnnulled(work)) : work()
}

/** Each of these reads holds a connection longer than others. */
const readings = new FairQueue({ running: 2, runningOfOwner: 1, waitingOfOwner: 20 })

function readWithAnnulled<T>(work: () => Promise<T>): Promise<T> {
  return transaction(
    async () => {
      await createTables()
      await createViews()
      const result = await work()
      await db()
        .$executeRaw`DROP VIEW pg_temp.deployment, pg_temp.lane, pg_temp.lane_chunk, pg_temp.image_version`
      return result
    },
    // All statements need one snapshot: a record annulled in between would be in neither table.
    { timeout, isolationLevel: "RepeatableRead" },
  )
}

const recordedColumns = Prisma.sql`seq, recorded_at, updated_at, version`
const facts = Prisma.sql`previous_image_tag, is_rollback, is_first_arrival, undone_by_rollback`

/** The lanes that have annulled records, and all their records with the facts that follow from all of them. */
async function createTables(): Promise<void> {
  await db().$executeRaw`
    CREATE TEMP TABLE affected_lane ON COMMIT DROP AS
    SELECT row_number() OVER () AS lane, application, environment_id
    FROM (SELECT DISTINCT application, environment_id FROM annulled_deployment) l`
  await db().$executeRaw`
    CREATE TEMP TABLE affected_record ON COMMIT DROP AS
    SELECT ${columnList("d.")}, ${recordedColumns} FROM deployment d JOIN affected_lane USING (application, environment_id)
    UNION ALL
    SELECT ${columnList("d.")}, ${recordedColumns} FROM annulled_deployment d`
  const records = Prisma.sql`
    SELECT lane, d.id, d.application, d.environment_id, d.image_tag, d.deployed_at, d.seq, ${reachedSql("d")} AS reached
    FROM affected_record d JOIN affected_lane USING (application, environment_id)`
  await db().$executeRaw`
    CREATE TEMP TABLE affected_deployment ON COMMIT DROP AS
    SELECT * FROM affected_record JOIN (${laneFactsSql(records)}) f USING (id)`
  await db().$executeRaw`
    CREATE INDEX ON affected_deployment (application, environment_id, deployed_at DESC, seq DESC)`
  await db().$executeRaw`ANALYZE affected_deployment`
}

async function createViews(): Promise<void> {
  const unaffected = Prisma.sql`
    NOT EXISTS (
      SELECT 1 FROM affected_lane a WHERE a.application = d.application AND a.environment_id = d.environment_id)`
  await db().$executeRaw`
    CREATE TEMP VIEW deployment AS
    SELECT ${columnList("d.")}, ${recordedColumns}, ${facts} FROM public.deployment d WHERE ${unaffected}
    UNION ALL SELECT ${columnList("d.")}, ${recordedColumns}, ${facts} FROM affected_deployment d`
  await db().$executeRaw`
    CREATE TEMP VIEW lane AS
    SELECT application, environment_id FROM public.lane UNION SELECT application, environment_id FROM affected_lane`
  // Packed facts also depend on the other lanes of the application.
  await db().$executeRaw`
    CREATE TEMP VIEW lane_chunk AS
    SELECT c.* FROM public.lane_chunk c
    WHERE NOT EXISTS (SELECT 1 FROM affected_lane a WHERE a.application = c.application)`
  await db().$executeRaw`
    CREATE TEMP VIEW image_version AS
    SELECT application, image_tag, min(first_reached_at) AS first_reached_at FROM (
      SELECT application, image_tag, first_reached_at FROM public.image_version
      UNION ALL
      SELECT d.application, d.image_tag, d.deployed_at FROM annulled_deployment d WHERE ${reachedSql("d")}) seen
    GROUP BY 1, 2`
}
