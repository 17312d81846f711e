import { randomUUID } from "node:crypto"
import { chmod, mkdir, stat } from "node:fs/promises"
import { dirname, join } from "node:path"
import type { ServerAccount } from "@/lib/platform/db/embedded-account"

/** Where root puts files that PostgreSQL's account cannot reach: a clone in /root or in a private temporary folder. */
export const publicRoot = "/var/lib/slipway"

/** Whether the account may enter the folder and every folder above it. */
export async function canReach(account: ServerAccount, folder: string): Promise<boolean> {
  if (account === undefined) return true
  const { mode, uid, gid } = await stat(folder)
  const mine = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001
  if ((mode & mine) === 0) return false
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
