import type { User as UserRow } from "@/lib/platform/db/generated/client"
import { toInstant, toInstantOrNull } from "@/lib/platform/instant"
import type { User } from "./schema"

/** Converts a row to its API representation, without the password hash. */
export function toUser(row: UserRow): User {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    role: row.role,
    disabled: row.disabledAt !== null,
    hasPassword: row.passwordHash !== null,
    hasSingleSignOn: row.oidcSubject !== null,
    lastSignInAt: toInstantOrNull(row.lastSignInAt),
    createdAt: toInstant(row.createdAt),
  }
}
