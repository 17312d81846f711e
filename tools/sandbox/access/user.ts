import { createHmac, timingSafeEqual } from "node:crypto"
import { ApiError } from "../api-error"

/** The user that makes a request, as RBAC identifies it. */
export type User = { name: string; groups: readonly string[] }

const everyone = "system:authenticated"
export const sandboxAdmin: User = { name: "sandbox-admin", groups: ["system:masters", everyone] }
const accountName = /^system:serviceaccount:([^:]+):([^:]+)$/

/** A service account belongs to the groups of all accounts and of those in its namespace. */
export function userNamed(name: string): User {
  const namespace = accountName.exec(name)?.[1]
  const groups =
    namespace === undefined ? [] : ["system:serviceaccounts", `system:serviceaccounts:${namespace}`]
  return { name, groups: [...groups, everyone] }
}

const prefix = "sandbox-account."

/** A token of a service account, signed with the sandbox's own key. */
export function accountToken(secret: string, namespace: string, name: string): string {
  const account = Buffer.from(`system:serviceaccount:${namespace}:${name}`).toString("base64url")
  return `${prefix}${account}.${signature(secret, account)}`
}

/** The user of a token: the admin, or a service account. 401 for any other token. */
export function authenticate(secret: string, header: string | undefined): User {
  const token = /^Bearer (.+)$/.exec(header ?? "")?.[1] ?? ""
  if (isSame(token, secret)) return sandboxAdmin
  const [account = "", signed = ""] = token.startsWith(prefix) ? token.slice(prefix.length).split(".") : []
  if (account !== "" && isSame(signed, signature(secret, account)))
    return userNamed(Buffer.from(account, "base64url").toString("utf8"))
  throw new ApiError(401, "Unauthorized", "Unauthorized")
}

const signature = (secret: string, account: string) =>
  createHmac("sha256", secret).update(account).digest("base64url")

function isSame(actual: string, expected: string): boolean {
  const a = Buffer.from(actual)
  const b = Buffer.from(expected)
  return a.length === b.length && timingSafeEqual(a, b)
}
