import { execFileSync } from "node:child_process"
import { randomUUID } from "node:crypto"
import { chmod, chown, mkdir, readdir, stat } from "node:fs/promises"
import { userInfo } from "node:os"
import { dirname, join } from "node:path"

/** The account that PostgreSQL runs as; undefined: the user that started Slipway. */
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

/** Where root puts files that PostgreSQL's account cannot reach: a clone in /root or in a private temporary folder. */
export const publicRoot = "/var/lib/slipway"

/** Whether the account may enter the folder and every folder above it. */
export async function canReach(account: ServerAccount, folder: string): Promise<boolean> {
  if (account === undefined) return true
  const { mode, uid, gid } = await stat(folder)
  const executeBit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001
  if ((mode & executeBit) === 0) return false
  return dirname(folder) === folder || canReach(account, dirname(folder))
}

/** `parent/name` if the account can reach `parent` (an absolute path); otherwise a new folder that it can reach. */
export async function placeWithin(account: ServerAccount, parent: string, name: string): Promise<string> {
  if (await canReach(account, parent)) return join(parent, name)
  await makePublicRoot()
  return join(publicRoot, `${name}-${randomUUID()}`)
}

export async function makePublicRoot(): Promise<void> {
  await mkdir(publicRoot, { recursive: true })
  await chmod(publicRoot, 0o755)
}
