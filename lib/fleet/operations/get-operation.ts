import type { Actor } from "@/lib/identity/auth/actor"
import { findOperation } from "./find-operation"
import { readLines } from "./read-lines"
import type { OperationDetail } from "./schema"
import { toOperation } from "./to-operation"

export async function getOperation(actor: Actor, id: string): Promise<OperationDetail> {
  const row = await findOperation(actor, id)
  return { ...toOperation(row), lines: await readLines(id, 0) }
}
