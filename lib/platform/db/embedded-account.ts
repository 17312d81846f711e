import { execFileSync } from "node:child_process"
import { userInfo } from "node:os"

/** Whom PostgreSQL runs as; undefined where it runs as whoever started Slipway. */
export type ServerAccount = { uid: number; gid: number } | undefined

/**
 * PostgreSQL refuses to run as root, so root runs it as the system's `postgres` user, which is made where it is
 * missing (containers), or as `nobody` where users cannot be made.
 */
export function serverAccount(): ServerAccount {
  if (userInfo().uid !== 0) return undefined
  return lookUp("postgres") ?? makePostgresUser() ?? lookUp("nobody")
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
