import { addLaterRolloutJob } from "@/lib/fleet/operations/add-job"
import type { RolloutWave as WaveRow } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { checkSeconds, isOwnRevision } from "./check-bake"
import { publishRolloutUpdate } from "./find-rollout"
import { stepOfWave, type WaveProgress } from "./rollout-rules"
import type { RolloutRow } from "./to-rollout"

/**
 * Ends, bakes and starts waves by the database's clock, with the rollout locked. Returns the index of the running wave, or
 * that there is none.
 */
export async function advanceWaves(rollout: RolloutRow): Promise<number | "none runs" | "all done"> {
  const { id, bakeSeconds } = rollout
  for (const wave of rollout.waves.filter(({ state }) => state !== "DONE")) {
    const step = stepOfWave(await readWave(wave), bakeSeconds)
    if (step === "wait") return wave.state === "RUNNING" ? wave.position : watchOn(wave)
    await publishRolloutUpdate(id)
    if (step === "begin") return begin(wave)
    if (step === "bake") return bake(wave, bakeSeconds)
    await finish(wave)
  }
  return "all done"
}

async function readWave({ rolloutId, position, state }: WaveRow): Promise<WaveProgress> {
  const [row] = await db().$queryRaw<Omit<WaveProgress, "state">[]>`
    SELECT
      (SELECT count(*)::int FROM rollout_release x WHERE x.rollout_id = w.rollout_id AND x.wave = w.position
        AND x.state IN ('PENDING', 'RUNNING')) AS open,
      (SELECT count(*)::int FROM rollout_release x WHERE x.rollout_id = w.rollout_id AND x.wave = w.position
        AND x.operation_id IS NOT NULL) AS begun,
      COALESCE(w.bake_until <= clock_timestamp(), false) AND NOT EXISTS (
        SELECT 1 FROM rollout_release x JOIN helm_release r ON r.id = x.release_id
        WHERE x.rollout_id = w.rollout_id AND x.wave = w.position AND ${isOwnRevision}
          AND (x.watched_at IS NULL OR x.watched_at < w.bake_until)) AS baked
    FROM rollout_wave w WHERE w.rollout_id = ${rolloutId}::uuid AND w.position = ${position}`
  return { state, open: row?.open ?? 0, begun: row?.begun ?? 0, baked: row?.baked ?? false }
}

async function begin({ rolloutId, position }: WaveRow): Promise<number> {
  await db().$executeRaw`
    UPDATE rollout_wave SET state = 'RUNNING', started_at = clock_timestamp()
    WHERE rollout_id = ${rolloutId}::uuid AND position = ${position}`
  return position
}

async function bake({ rolloutId, position }: WaveRow, bakeSeconds: number): Promise<"none runs"> {
  await db().$executeRaw`
    UPDATE rollout_wave SET state = 'BAKING',
      bake_until = clock_timestamp() + make_interval(secs => ${bakeSeconds})
    WHERE rollout_id = ${rolloutId}::uuid AND position = ${position}`
  await addLaterRolloutJob(rolloutId, Math.min(checkSeconds, bakeSeconds))
  return "none runs"
}

async function watchOn({ rolloutId, bakeUntil }: WaveRow): Promise<"none runs"> {
  const left = ((bakeUntil?.getTime() ?? 0) - Date.now()) / 1_000
  await addLaterRolloutJob(rolloutId, Math.min(checkSeconds, Math.max(1, left)))
  return "none runs"
}

async function finish({ rolloutId, position }: WaveRow): Promise<void> {
  await db().$executeRaw`
    UPDATE rollout_wave SET state = 'DONE', finished_at = clock_timestamp()
    WHERE rollout_id = ${rolloutId}::uuid AND position = ${position}`
}
