import { createHash } from "node:crypto"
import { beforeEach, describe, expect, it } from "vitest"
import { systemActor } from "@/lib/identity/auth/actor"
import { prismaClient } from "@/lib/platform/db/client"
import { transaction } from "@/lib/platform/db/transaction"
import { appendAudit } from "./append-audit"
import { verifyAudit } from "./verify-audit"

const actor = systemActor("test")
const sql = prismaClient()

const write = (subjectId: string) => appendAudit(actor, "demo.removed", subjectId, { subjectId })

/** Changes rows as an attacker with direct database access could. */
async function tamper(work: () => Promise<unknown>): Promise<void> {
  await sql.$executeRaw`ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_append_only`
  await work()
  await sql.$executeRaw`ALTER TABLE audit_entry ENABLE TRIGGER audit_entry_append_only`
}

beforeEach(async () => {
  await tamper(() => sql.$executeRaw`DELETE FROM audit_entry`)
  await sql.$executeRaw`UPDATE audit_chain SET position = 0, hash = decode(repeat('00', 32), 'hex')`
})

/** Writes a chain and returns its second and last entries. */
async function writeChain() {
  await transaction(async () => {
    for (let n = 1; n <= 5; n++) await write(`entry ${n}`)
  })
  const entries = await sql.auditEntry.findMany({ orderBy: { position: "asc" } })
  const [, second] = entries
  const last = entries.at(-1)
  if (second === undefined || last === undefined) throw new Error("No entries were written.")
  return { second, last }
}

describe("verifyAudit on an intact log", () => {
  it("reports ok when the log is empty", async () => {
    expect(await verifyAudit(actor)).toEqual({ ok: true, chains: 16, entries: 0, firstBroken: null })
  })

  it("reports ok after concurrent writers used all sixteen chains", async () => {
    const writers = Array.from({ length: 24 }, (_, writer) =>
      (async () => {
        for (let n = 0; n < 10; n++) {
          await transaction(async () => {
            await write(`${writer}-${n}`)
            await write(`${writer}-${n} again, with ümläut and \\ "quotes"`)
          })
        }
      })(),
    )
    await Promise.all(writers)
    expect(await verifyAudit(actor)).toEqual({ ok: true, chains: 16, entries: 480, firstBroken: null })
    const used = await sql.auditEntry.groupBy({ by: ["chain"] })
    expect(used.length).toBe(16)
  })

  it("reports ok after a transaction was rolled back", async () => {
    await write("before")
    const failed = transaction(async () => {
      await write("never")
      throw new Error("rolled back")
    })
    await expect(failed).rejects.toThrow("rolled back")
    await write("after")
    expect(await verifyAudit(actor)).toMatchObject({ ok: true, entries: 2 })
  })

  it("reports ok while entries are being written", async () => {
    let isWriting = true
    const writer = (async () => {
      while (isWriting) await write("concurrent")
    })()
    for (let n = 0; n < 5; n++) expect((await verifyAudit(actor)).ok).toBe(true)
    isWriting = false
    await writer
  })
})

describe("The audit_entry table", () => {
  it("rejects UPDATE, DELETE and TRUNCATE", async () => {
    await write("kept")
    await expect(sql.$executeRaw`UPDATE audit_entry SET body = ''`).rejects.toThrow("append-only")
    await expect(sql.$executeRaw`DELETE FROM audit_entry`).rejects.toThrow("append-only")
    await expect(sql.$executeRaw`TRUNCATE audit_entry`).rejects.toThrow("append-only")
  })
})

describe("verifyAudit on a tampered log", () => {
  it("finds an entry whose text was changed", async () => {
    const { second } = await writeChain()
    await tamper(
      () => sql.$executeRaw`UPDATE audit_entry SET body = replace(body, 'entry 2', 'entry X')
                                       WHERE id = ${second.id}::uuid`,
    )
    const { ok, firstBroken } = await verifyAudit(actor)
    expect(ok).toBe(false)
    expect(firstBroken).toMatchObject({ chain: second.chain, position: 2, id: second.id, fault: "changed" })
  })

  it("finds an entry whose text and hash were changed, at the entry after it", async () => {
    const { second } = await writeChain()
    const body = second.body.replace('"detail":{"subjectId":"entry 2"', '"detail":{"subjectId":"entry X"')
    const first = await sql.auditEntry.findFirstOrThrow({ where: { position: 1 } })
    const hash = createHash("sha256").update(first.hash).update(body).digest()
    await tamper(
      () =>
        sql.$executeRaw`UPDATE audit_entry SET body = ${body}, hash = ${hash} WHERE id = ${second.id}::uuid`,
    )
    expect((await verifyAudit(actor)).firstBroken).toMatchObject({ position: 3, fault: "changed" })
  })

  it("finds a deleted entry", async () => {
    const { second } = await writeChain()
    await tamper(() => sql.$executeRaw`DELETE FROM audit_entry WHERE id = ${second.id}::uuid`)
    expect((await verifyAudit(actor)).firstBroken).toMatchObject({ position: 3, fault: "missing" })
  })

  it("finds a truncated chain", async () => {
    const { last } = await writeChain()
    await tamper(() => sql.$executeRaw`DELETE FROM audit_entry WHERE id = ${last.id}::uuid`)
    expect((await verifyAudit(actor)).firstBroken).toMatchObject({
      position: 5,
      id: null,
      fault: "truncated",
    })
  })

  it.each(["actor_name", "actor_id", "actor_kind", "action", "subject_type", "subject_id"])(
    "finds an entry whose %s column does not match its text",
    async (column) => {
      const { second } = await writeChain()
      await tamper(() =>
        sql.$executeRawUnsafe(`UPDATE audit_entry SET ${column} = 'user' WHERE id = '${second.id}'`),
      )
      expect((await verifyAudit(actor)).firstBroken).toMatchObject({ id: second.id, fault: "columns" })
    },
  )

  it("finds an entry whose time was changed", async () => {
    const { second } = await writeChain()
    await tamper(
      () => sql.$executeRaw`UPDATE audit_entry SET at = at - interval '1 day' WHERE id = ${second.id}::uuid`,
    )
    expect((await verifyAudit(actor)).firstBroken).toMatchObject({ id: second.id, fault: "columns" })
  })

  it("finds an entry inserted after the end of its chain, and an entry of an unknown chain", async () => {
    const { last } = await writeChain()
    await sql.auditEntry.create({ data: { ...last, id: crypto.randomUUID(), position: 6 } })
    expect((await verifyAudit(actor)).firstBroken).toMatchObject({ position: 6, fault: "added" })
    await sql.$executeRaw`DELETE FROM audit_chain WHERE chain = ${last.chain}`
    expect((await verifyAudit(actor)).firstBroken).toMatchObject({ chain: last.chain, fault: "unknown" })
    await sql.$executeRaw`INSERT INTO audit_chain VALUES (${last.chain}, 0, decode(repeat('00', 32), 'hex'))`
  })
})
