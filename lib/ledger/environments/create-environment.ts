import { v7 as uuidv7 } from "uuid"
import { appendAudit } from "@/lib/identity/audit/append-audit"
import type { Actor } from "@/lib/identity/auth/actor"
import { db, transaction } from "@/lib/platform/db/transaction"
import { nameRows, onTakenName, requireDistinctNames, requireFreeNames } from "./claim-names"
import type { CreateEnvironment, Environment } from "./schema"
import { toEnvironment } from "./to-environment"

/** Creates an environment. 409 if a name or alias is taken. */
export async function createEnvironment(actor: Actor, input: CreateEnvironment): Promise<Environment> {
  const { aliases, ...fields } = input
  requireDistinctNames(input.name, aliases)
  return onTakenName(() =>
    transaction(async () => {
      await requireFreeNames([input.name, ...aliases], null)
      const row = await db().environment.create({
        data: { id: uuidv7(), ...fields, names: { create: nameRows(input.name, aliases) } },
        include: { names: true },
      })
      const environment = toEnvironment(row)
      await appendAudit(actor, {
        action: "environment.created",
        subjectType: "environment",
        subjectId: row.id,
        detail: environment,
      })
      return environment
    }),
  )
}
