import { appendAudit } from "@/lib/identity/audit/append-audit"
import { type Actor, requireScope } from "@/lib/identity/auth/actor"
import { hashToken, makeToken } from "@/lib/identity/auth/token-format"
import { collectFaults } from "@/lib/platform/collect-faults"
import { db, transaction } from "@/lib/platform/db/transaction"
import { invalid } from "@/lib/platform/errors"
import { toInstantOrNull } from "@/lib/platform/instant"
import { knownTenants } from "./limits"
import { toTokens } from "./list-tokens"
import type { CreatedToken, CreateToken } from "./schema"

const prefixLength = 8

/** Resolves names or aliases to environments; throws a 422 if one does not exist. */
type ResolveEnvironments = (
  actor: Actor,
  names: readonly string[],
) => Promise<readonly { id: string; name: string }[]>

/** Creates an API token; only this response contains it. */
export async function createToken(
  actor: Actor,
  input: CreateToken,
  resolveEnvironments: ResolveEnvironments,
): Promise<CreatedToken> {
  requireScope(actor, "admin")
  const [, , environments, tenants] = await collectFaults([
    rejectPastExpiry(input),
    rejectLimitedAdmin(input),
    resolveEnvironments(actor, input.environments),
    knownTenants(input.tenants),
  ])
  const token = makeToken()
  return transaction(async () => {
    const row = await db().apiToken.create({
      data: {
        name: input.name,
        hash: hashToken(token),
        prefix: token.slice(0, prefixLength),
        lastFour: token.slice(-4),
        scopes: input.scopes,
        environments: environments.map(({ id }) => id),
        tenants,
        createdBy: actor.name,
        expiresAt: input.expiresAt ?? null,
      },
    })
    await appendAudit(actor, "token.created", row.id, {
      name: row.name,
      scopes: row.scopes,
      environments: environments.map(({ name }) => name),
      tenants: row.tenants,
      expiresAt: toInstantOrNull(row.expiresAt),
    })
    const [created] = await toTokens([row])
    if (created === undefined) throw new Error("Expected one token per row.")
    return { ...created, token }
  })
}

async function rejectPastExpiry({ expiresAt }: CreateToken): Promise<void> {
  if (expiresAt && expiresAt.getTime() <= Date.now())
    throw invalid("/expiresAt", "expiresAt must be in the future.")
}

async function rejectLimitedAdmin(input: CreateToken): Promise<void> {
  const limited = input.environments.length > 0 || input.tenants.length > 0
  if (limited && input.scopes.includes("admin")) {
    throw invalid("/scopes", "A token with the scope admin cannot be limited to environments or tenants.")
  }
}
