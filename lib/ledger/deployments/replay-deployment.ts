import { type Actor, requireScope } from "@/lib/identity/auth/actor"
import { sourceOfSender } from "@/lib/identity/requests/list-requests"
import { ingestSystemOf } from "@/lib/identity/requests/outcomes"
import { lockForReplay, noteReplayed } from "@/lib/identity/requests/replay-request"
import { retryIfArchived } from "@/lib/ledger/environments/resolve-environment"
import { recordSchemaOf } from "@/lib/ledger/ingest/record-schema"
import { transaction } from "@/lib/platform/db/transaction"
import { validate } from "@/lib/platform/validate"
import { type Recorded, recordDeployment } from "./record-deployment"
import { recordRollback } from "./record-rollback"
import type { RecordDeployment } from "./schema"

/**
 * Records the deployment of a rejected request: as it was sent, or as corrected by an admin. Its externalId belongs to
 * the sender of the request, so that the pipeline can still complete the deployment.
 */
export async function replayDeployment(
  actor: Actor,
  id: string,
  correction: RecordDeployment | undefined,
): Promise<Recorded> {
  requireScope(actor, "admin")
  return retryIfArchived(() => transaction(() => replayOnce(actor, id, correction)))
}

async function replayOnce(
  actor: Actor,
  id: string,
  correction: RecordDeployment | undefined,
): Promise<Recorded> {
  const { request, replayable } = await lockForReplay(id)
  const system = ingestSystemOf(request.route)
  const input = correction ?? validate(recordSchemaOf(system), replayable)
  const { tokenName } = request
  const sender: Actor = { ...actor, source: sourceOfSender(request) ?? actor.source }
  // Only the mapping of CDEvents sets it, never a sender.
  const isRollback = system === "cdevents" && Reflect.get(Object(request.sent), "rollback") === true
  const recorded = await (isRollback ? recordRollback : recordDeployment)(sender, {
    ...input,
    initiatedBy: input.initiatedBy ?? tokenName ?? undefined,
  })
  await noteReplayed(actor, request, recorded.deployment.id)
  return recorded
}
