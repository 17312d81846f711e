import { v7 as uuidv7 } from "uuid"
import { enqueueRolloutJob } from "@/lib/fleet/operations/enqueue-job"
import { requesterOf } from "@/lib/fleet/operations/requester"
import { requireAsPreviewed } from "@/lib/fleet/releases/preview-digest"
import { sealValues } from "@/lib/fleet/releases/sealed-values"
import { appendAudit } from "@/lib/identity/audit/append-audit"
import type { Actor } from "@/lib/identity/auth/actor"
import { visibleTo } from "@/lib/identity/auth/visible-to"
import { maskFor } from "@/lib/kube/masking/mask"
import { maskEveryTextInTurns } from "@/lib/kube/masking/mask-values"
import { db, transaction } from "@/lib/platform/db/transaction"
import { keyFor } from "@/lib/platform/env"
import { notFound } from "@/lib/platform/errors"
import { publishEvent } from "@/lib/platform/events/publish-event"
import { storedTarget } from "./find-rollout"
import { getRollout } from "./get-rollout"
import { type Plan, planRollout } from "./plan-rollout"
import { type Planned, type Target, upgradesIn } from "./plan-rules"
import type { BatchUpgrade, RolloutDetail, RolloutOptions } from "./schema"

const nothingToDo = "Nothing to upgrade."

/**
 * Starts a batch upgrade: creates the rollout with its waves and releases, and the job that advances it, in one transaction.
 * If every release is skipped it completes immediately. A 404 when a tenant-limited caller may see no release of the chart.
 */
export async function startRollout(
  actor: Actor,
  reference: string,
  target: Target,
  { previewDigest, ...options }: BatchUpgrade,
): Promise<RolloutDetail> {
  const plan = await planRollout(actor, reference, target, options)
  requireAsPreviewed(previewDigest, plan.previewed)
  if (visibleTo(actor).tenants.isLimited && plan.releases.length === 0) {
    // The rollout would not be visible to the caller who started it.
    throw notFound(`There is no release of ${reference} that you can upgrade.`)
  }
  const id = uuidv7()
  return transaction(async () => {
    await createRows(actor, id, plan, options)
    await appendAudit(actor, "rollout.started", id, auditDetail(plan, options))
    await publishEvent("rollout.updated", id)
    await enqueueRolloutJob(id)
    return getRollout(actor, id)
  })
}

async function createRows(actor: Actor, id: string, plan: Plan, options: RolloutOptions): Promise<void> {
  const { chartName, repository, targetVersion, charts, releases } = plan
  const { valuesOverride, maxFailures, waves } = options
  const upgrades = upgradesIn(releases).length
  const mask = maskFor(keyFor("masked-value"), JSON.stringify(["rollout", id]))
  const maskedValues = await maskEveryTextInTurns(valuesOverride, { schema: charts[0].schema, mask })
  const now = new Date()
  const isComplete = upgrades === 0
  await db().rollout.create({
    data: {
      id,
      chartName,
      repository,
      upgrades,
      targetVersion: storedTarget(targetVersion),
      state: isComplete ? "COMPLETED" : "RUNNING",
      stateReason: isComplete ? nothingToDo : null,
      stateBy: isComplete ? null : actor.name,
      finishedAt: isComplete ? now : null,
      concurrency: options.concurrency,
      bakeSeconds: options.bakeSeconds,
      maxFailures: maxFailures === undefined ? null : String(maxFailures),
      valuesReset: options.valuesReset,
      sealedValues: sealValues(valuesOverride),
      sealedMasked: sealValues(maskedValues),
      timeoutSeconds: options.timeout,
      atomic: options.atomic,
      waitForJobs: options.waitForJobs,
      description: options.description ?? null,
      requestedBy: actor.name,
      limited: visibleTo(actor).tenants.isLimited,
      requester: requesterOf(actor),
      waves: {
        create: waves.map(({ name, selector }, position) => ({
          position,
          name,
          selector,
          ...(isComplete && { state: "DONE" as const, finishedAt: now }),
        })),
      },
    },
  })
  await addReleases(id, releases)
}

/** Inserts all of them in one statement. */
async function addReleases(id: string, releases: readonly Planned[]): Promise<void> {
  const rows = releases.map((release, position) => ({ ...release, position }))
  await db().$executeRaw`
    INSERT INTO rollout_release
      (rollout_id, release_id, tenant_id, position, wave, from_version, jump, state, skip_reason, skip_detail)
    SELECT ${id}::uuid, x."releaseId", x."tenantId", x.position, x.wave, x."fromVersion", x.jump,
      (CASE WHEN x."skipReason" IS NULL THEN 'PENDING' ELSE 'SKIPPED' END)::rollout_release_state,
      x."skipReason", x."skipDetail"
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS x("releaseId" uuid, "tenantId" uuid, position int,
      wave int, "fromVersion" text, jump text, "skipReason" text, "skipDetail" text)`
}

function auditDetail(plan: Plan, options: RolloutOptions): Record<string, unknown> {
  const { valuesOverride: _secret, releases: _chosen, ...rest } = options
  const { chartName, repository, targetVersion, releases } = plan
  const upgrades = upgradesIn(releases).length
  return { chartName, repository, targetVersion, upgrades, skips: releases.length - upgrades, ...rest }
}
