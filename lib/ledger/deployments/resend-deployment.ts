import { type Actor, requireScope } from "@/lib/identity/auth/actor"
import { lockForResend, noteResent } from "@/lib/identity/requests/resend-request"
import { retryIfArchived } from "@/lib/ledger/environments/resolve-environment"
import { transaction } from "@/lib/platform/db/transaction"
import { type Recorded, recordDeployment } from "./record-deployment"
import type { RecordDeployment } from "./schema"

/**
 * Records the deployment of a rejected request, as edited by an admin. Its externalId belongs to the token that sent
 * the request, so that the pipeline can still complete the deployment.
 */
export async function resendDeployment(actor: Actor, id: string, input: RecordDeployment): Promise<Recorded> {
  requireScope(actor, "admin")
  return retryIfArchived(() => transaction(() => resendOnce(actor, id, input)))
}

async function resendOnce(actor: Actor, id: string, input: RecordDeployment): Promise<Recorded> {
  const request = await lockForResend(id)
  const { tokenId, tokenName } = request
  const sender: Actor = tokenId === null ? actor : { ...actor, source: `token:${tokenId}` }
  const recorded = await recordDeployment(sender, {
    ...input,
    initiatedBy: input.initiatedBy ?? tokenName ?? undefined,
  })
  await noteResent(actor, request, recorded.deployment.id)
  return recorded
}
