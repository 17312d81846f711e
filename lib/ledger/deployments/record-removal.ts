import { v7 as uuidv7 } from "uuid"
import { z } from "zod"
import { appendAudit } from "@/lib/identity/audit/append-audit"
import { type Actor, sourceOf } from "@/lib/identity/auth/actor"
import {
  requireOpenEnvironments,
  resolveForRecording,
  retryIfArchived,
} from "@/lib/ledger/environments/resolve-environment"
import { environmentReference } from "@/lib/ledger/environments/schema"
import { apiObject } from "@/lib/platform/api-object"
import { check, collectFaults, rejectFields } from "@/lib/platform/collect-faults"
import type { Removal as RemovalRow } from "@/lib/platform/db/generated/client"
import { db, transaction } from "@/lib/platform/db/transaction"
import { notFound } from "@/lib/platform/errors"
import { publishEvent } from "@/lib/platform/events/publish-event"
import { fieldsOf } from "@/lib/platform/fields-of"
import { plausibleInstant } from "@/lib/platform/instant-schema"
import { readCurrent } from "./current-sql"
import { futureTimeFaults } from "./deployment-times"
import { lockKnownLane, oldestSeq } from "./lane-sql"
import { recomputeLaneFacts } from "./recompute-lane-facts"
import { applicationName, instantText } from "./schema"

/**
 * Records that an application no longer runs in an environment from an instant on. Repeating the same instant returns
 * the first removal (`created: false`). 404 if the application was never deployed there.
 */
export function recordRemoval(
  actor: Actor,
  input: RecordRemoval,
): Promise<{ removal: Removal; created: boolean }> {
  return retryIfArchived(() => recordOnce(actor, input))
}

async function recordOnce(actor: Actor, input: RecordRemoval) {
  const now = new Date()
  const removedAt = input.removedAt ?? now
  const [environment] = await collectFaults([
    resolveForRecording(actor, input.environment),
    check(() => rejectFields(futureTimeFaults("removedAt", removedAt, now))),
  ])
  const lane = { application: input.application, environmentId: environment.id }
  return transaction(async () => {
    if (!(await lockKnownLane(lane)))
      throw notFound(`${lane.application} was never deployed to ${environment.name}.`)
    await requireOpenEnvironments([environment.id])
    const key = { ...lane, removedAt }
    const existing = await db().removal.findUnique({ where: { application_environmentId_removedAt: key } })
    if (existing !== null) return { removal: toRemoval(existing, environment.name), created: false }
    const before = await readCurrent({ application: lane.application, environmentIds: [lane.environmentId] })
    const row = await db().removal.create({
      data: {
        ...key,
        id: uuidv7(),
        reason: input.reason ?? null,
        source: sourceOf(actor),
        recordedBy: actor.name,
      },
    })
    await recomputeLaneFacts(lane, { positions: [{ deployedAt: removedAt, seq: oldestSeq }], imageTag: null })
    const removal = toRemoval(row, environment.name)
    const { id, recordedAt: _at, recordedBy: _by, ...detail } = removal
    await appendAudit(actor, "application.removed", id, detail, "removal")
    // Notifies subscribers that the deployment is no longer current.
    if (before !== null && before.deployedAt < removedAt) await publishEvent("deployment.updated", before.id)
    return { removal, created: true }
  })
}

const toRemoval = (row: RemovalRow, environment: string): Removal => ({
  ...fieldsOf(removalSchema, row),
  environment,
})

export const recordRemovalSchema = apiObject("RecordRemoval", {
  application: applicationName,
  environment: environmentReference.meta({ description: "An environment name or alias." }),
  removedAt: plausibleInstant
    .optional()
    .meta({ description: "Default: now. At most 5 minutes in the future." }),
  reason: z.string().max(10_000).optional(),
})

type RecordRemoval = z.infer<typeof recordRemovalSchema>

export const removalSchema = apiObject("Removal", {
  id: z.uuid(),
  application: z.string(),
  environment: z.string(),
  removedAt: instantText,
  reason: z.string().nullable(),
  recordedAt: instantText,
  recordedBy: z.string(),
})

type Removal = z.infer<typeof removalSchema>
