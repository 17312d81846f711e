import { appendAudit } from "@/lib/identity/audit/append-audit"
import { type Actor, requireScope } from "@/lib/identity/auth/actor"
import { knownTenants } from "@/lib/identity/tokens/limits"
import { resolveEnvironments } from "@/lib/ledger/environments/resolve-environment"
import { collectFaults } from "@/lib/platform/collect-faults"
import { lockCount } from "@/lib/platform/db/lock-count"
import { db, transaction } from "@/lib/platform/db/transaction"
import { conflict, invalid } from "@/lib/platform/errors"
import { requireMatch } from "@/lib/platform/etag"
import { requireAllowedUrl } from "@/lib/platform/outbound/check-address"
import { createSecret, replaceSecret } from "@/lib/platform/sealing/signing-secret"
import { disableWebhook } from "./disable-webhook"
import { maxWebhooks } from "./event-types"
import { findWebhook, getWebhook } from "./list-webhooks"
import type { CreateWebhook, UpdateWebhook, Webhook, WebhookWithSecret } from "./schema"

/** Creates a webhook, which receives events from now on. Only this response contains the secret. */
export async function createWebhook(actor: Actor, input: CreateWebhook): Promise<WebhookWithSecret> {
  requireScope(actor, "admin")
  const { url = input.url, ...limits } = await readInput(actor, input)
  const { secret, columns } = createSecret("webhook-secret")
  return transaction(async () => {
    await lockCount("webhooks")
    if ((await db().webhook.count()) >= maxWebhooks)
      throw conflict(`At most ${maxWebhooks} webhooks are allowed. Remove one first.`)
    const { id } = await db().webhook.create({
      data: {
        ...input,
        ...limits,
        url,
        ...columns,
        positions: await currentPositions(),
        createdBy: actor.name,
      },
    })
    const webhook = await getWebhook(actor, id)
    await appendAudit(actor, "webhook.created", id, auditDetail(webhook))
    return { ...webhook, secret }
  })
}

/** Throws a 412 when the webhook has changed. */
export async function updateWebhook(
  actor: Actor,
  id: string,
  { enabled, ...input }: UpdateWebhook,
  ifMatch: string | null = null,
): Promise<Webhook> {
  requireScope(actor, "admin")
  const changed = await readInput(actor, input)
  return lockedWebhook(actor, id, ifMatch, async (before) => {
    await db().webhook.update({ where: { id }, data: { ...input, ...changed } })
    const after = await getWebhook(actor, id)
    const fields = Object.keys(input)
    if (fields.length > 0) await appendAudit(actor, "webhook.changed", id, { fields, ...auditDetail(after) })
    if (enabled === false) await disableWebhook(actor, id, `Disabled by ${actor.name}.`, true)
    if (enabled === true && !before.enabled) await enableWebhook(actor, id, before.name)
    return getWebhook(actor, id)
  })
}

/** Events that happened while it was disabled are not sent. */
async function enableWebhook(actor: Actor, id: string, name: string): Promise<void> {
  await db().webhook.update({
    where: { id },
    data: {
      disabledAt: null,
      disabledReason: null,
      failingSince: null,
      positions: await currentPositions(),
    },
  })
  await appendAudit(actor, "webhook.enabled", id, { name })
}

export async function deleteWebhook(actor: Actor, id: string, ifMatch: string | null = null): Promise<void> {
  requireScope(actor, "admin")
  await lockedWebhook(actor, id, ifMatch, async (webhook) => {
    await db().webhook.delete({ where: { id } })
    await appendAudit(actor, "webhook.removed", id, auditDetail(webhook))
  })
}

/** Replaces the secret. Only this response contains the new one; the previous one also signs for a day. */
export async function rotateSecret(
  actor: Actor,
  id: string,
  ifMatch: string | null = null,
): Promise<WebhookWithSecret> {
  requireScope(actor, "admin")
  return lockedWebhook(actor, id, ifMatch, async ({ name }) => {
    const { secret, columns: data } = replaceSecret("webhook-secret", await findWebhook(id))
    await db().webhook.update({ where: { id }, data })
    await appendAudit(actor, "webhook.secret_rotated", id, { name })
    return { ...(await getWebhook(actor, id)), secret }
  })
}

function lockedWebhook<T>(
  actor: Actor,
  id: string,
  ifMatch: string | null,
  work: (webhook: Webhook) => Promise<T>,
): Promise<T> {
  return transaction(async () => {
    await db().$queryRaw`SELECT 1 FROM webhook WHERE id = ${id}::uuid FOR UPDATE`
    const webhook = await getWebhook(actor, id)
    requireMatch(ifMatch, webhook, "This webhook")
    return work(webhook)
  })
}

/** The columns of the fields that were sent. 422 for an address that must not be contacted, or an unknown environment. */
async function readInput(
  actor: Actor,
  { url, environments, tenants }: Pick<UpdateWebhook, "url" | "environments" | "tenants">,
) {
  const [address, resolved, limits] = await collectFaults([
    url === undefined ? undefined : allowedAddress(url),
    environments === undefined ? undefined : resolveEnvironments(actor, environments),
    tenants === undefined ? undefined : knownTenants(tenants),
  ])
  return {
    url: address,
    environments: resolved?.map(({ id }) => id),
    tenants: limits,
  }
}

async function allowedAddress(text: string): Promise<string> {
  if (!URL.canParse(text)) throw invalid("/url", "Not a valid URL. Use https://….")
  const url = new URL(text)
  if (url.hash !== "") throw invalid("/url", "The URL must not have a fragment.")
  await requireAllowedUrl(url)
  return url.href
}

/** The ends of all audit chains: what is committed later is an event from now on. */
async function currentPositions(): Promise<bigint[]> {
  const chains = await db().auditChain.findMany({ orderBy: { chain: "asc" } })
  return chains.map(({ position }) => position)
}

/** Omits the path of the URL, which is the only secret of many receivers. */
function auditDetail({ name, url, events, environments, tenants }: Webhook) {
  return { name, host: new URL(url).host, events, environments, tenants }
}
