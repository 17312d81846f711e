import { execFile } from "node:child_process"
import { chown, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import { type ServerAccount, serverAccount } from "@/lib/platform/db/embedded-account"
import { findPostgresBinaries } from "@/lib/platform/db/embedded-binaries"

/** The superuser of every embedded cluster. */
export const embeddedUser = "slipway"

/** Creates a PostgreSQL cluster in `folder`, which must be missing or empty. */
export async function initializeCluster(folder: string, password: string): Promise<void> {
  const account = serverAccount()
  const binaries = await findPostgresBinaries(account)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  if (account) await chown(folder, account.uid, account.gid)
  await withPasswordFile(password, account, (passwordFile) =>
    promisify(execFile)(
      binaries.initdb,
      [
        `--pgdata=${folder}`,
        `--username=${embeddedUser}`,
        `--pwfile=${passwordFile}`,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        // Sorts the same on every machine, and prefix lookups in indexes need no special operator class.
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--locale=C",
        "--no-sync",
      ],
      { ...account, cwd: "/" },
    ),
  )
}

async function withPasswordFile(
  password: string,
  account: ServerAccount,
  work: (file: string) => Promise<unknown>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "slipway-initdb-"))
  const file = join(folder, "password")
  try {
    await writeFile(file, `${password}\n`, { mode: 0o600 })
    if (account) await Promise.all([folder, file].map((path) => chown(path, account.uid, account.gid)))
    await work(file)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
