import { beforeEach, expect, it } from "vitest"
import { type Actor, systemActor } from "@/lib/identity/auth/actor"
import type { Role } from "@/lib/identity/auth/scopes"
import { prismaClient } from "@/lib/platform/db/client"
import { nameAdmins } from "./find-user"

const viewer: Actor = { ...systemActor("viewer"), kind: "user", scopes: ["releases:read"] }
const day = (number: number) => new Date(Date.UTC(2026, 0, number))

beforeEach(() => prismaClient().user.deleteMany())

const add = (name: string, role: Role, fields: { lastSignInAt?: Date; disabledAt?: Date } = {}) =>
  prismaClient().user.create({ data: { email: `${name}@example.test`, name, role, ...fields } })

it("returns up to three enabled admins, most recent sign-in first", async () => {
  await add("never", "ADMIN")
  await add("first", "ADMIN", { lastSignInAt: day(1) })
  await add("third", "ADMIN", { lastSignInAt: day(3) })
  await add("second", "ADMIN", { lastSignInAt: day(2) })
  await add("gone", "ADMIN", { lastSignInAt: day(9), disabledAt: day(10) })
  await add("operator", "OPERATOR", { lastSignInAt: day(9) })
  const names = await nameAdmins(viewer)
  expect(names).toEqual(["third", "second", "first"].map((name) => `${name}@example.test`))
})

it("rejects API tokens", async () => {
  await expect(nameAdmins({ ...viewer, kind: "token" })).rejects.toThrow("an API token has no account")
})
