import { execFileSync } from "node:child_process"
import { chown, readdir } from "node:fs/promises"
import { userInfo } from "node:os"
import { join } from "node:path"

/** The account that PostgreSQL runs as; undefined for the user that started Slipway. */
export type ServerAccount = { uid: number; gid: number } | undefined

/**
 * PostgreSQL refuses to run as root. For root, it runs as the system's `postgres` user, which is created if it is missing
 * (containers), or as the unprivileged system user if users cannot be created.
 */
export function serverAccount(): ServerAccount {
  if (userInfo().uid !== 0) return undefined
  return lookUp("postgres") ?? makePostgresUser() ?? lookUp("nobody")
}

/** Makes the account the owner of a folder and everything in it. */
export async function changeOwner(account: ServerAccount, folder: string): Promise<void> {
  if (account === undefined) return
  await chown(folder, account.uid, account.gid)
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  for (const entry of entries) await chown(join(entry.parentPath, entry.name), account.uid, account.gid)
}

function makePostgresUser(): ServerAccount {
  try {
    execFileSync("groupadd", ["--system", "postgres"], { stdio: "ignore" })
    execFileSync("useradd", ["--system", "-g", "postgres", "postgres"], { stdio: "ignore" })
  } catch {
    return undefined
  }
  return lookUp("postgres")
}

function lookUp(name: string): ServerAccount {
  try {
    return { uid: askId("-u", name), gid: askId("-g", name) }
  } catch {
    return undefined
  }
}

function askId(flag: string, name: string): number {
  return Number(execFileSync("id", [flag, name], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }))
}
