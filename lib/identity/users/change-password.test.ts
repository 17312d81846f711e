import { expect, it } from "vitest"
import { hashPassword, isPassword } from "@/lib/identity/auth/passwords"
import { actorOfUser } from "@/lib/identity/auth/session"
import { prismaClient } from "@/lib/platform/db/client"
import { db, outsideTransaction, transaction } from "@/lib/platform/db/transaction"
import { lockWaiters } from "@/tools/testing/lock-waiters"
import { changeOwnPassword } from "./change-password"

it("does not replace a password that an admin has reset during the change", async () => {
  const current = "amber lantern riverbed"
  const next = "copper meadow signal"
  const reset = "velvet anchor thimble"
  const user = await prismaClient().user.create({
    data: {
      email: "reset-during@example.test",
      name: "M",
      role: "ADMIN",
      passwordHash: await hashPassword(current),
    },
  })
  const passwordHash = await hashPassword(reset)
  const change = await transaction(async () => {
    await db().user.update({ where: { id: user.id }, data: { passwordHash } })
    const outcome = outsideTransaction(() =>
      changeOwnPassword(actorOfUser(user, { requestId: null, address: null }), { current, next }),
    ).catch((error: unknown) => error)
    await expect.poll(lockWaiters).toBe(1)
    return { outcome }
  })
  expect(await change.outcome).toMatchObject({ details: { code: "wrong_password" } })
  const { passwordHash: storedHash } = await prismaClient().user.findUniqueOrThrow({ where: { id: user.id } })
  expect(await isPassword(storedHash, reset)).toBe(true)
})
