import { Prisma } from "@/lib/platform/db/generated/client"
import { db, outsideTransaction } from "@/lib/platform/db/transaction"
import { listedSchema } from "./listed-pages"
import type { ListedVersion } from "./listing"

/** A packaged chart in a folder: its listing, or the message why it is rejected. */
export type FolderFile = {
  name: string
  bytes: number
  modifiedAt: Date
  listed: ListedVersion | null
  refused: string | null
}

/**
 * The cached files of a folder by name, as last read by any process. Callers share the result, so this must not take part
 * in a caller's transaction.
 */
export async function recallFiles(folder: string): Promise<Map<string, FolderFile>> {
  const rows = await outsideTransaction(() => db().chartArchive.findMany({ where: { folder } }))
  const files = rows.map(({ file, bytes, modifiedAt, listed, refused }): FolderFile => {
    return { name: file, bytes, modifiedAt, listed: listedSchema.nullable().parse(listed), refused }
  })
  return new Map(files.map((file) => [file.name, file]))
}

export async function storeFile(folder: string, { name, ...read }: FolderFile): Promise<void> {
  const data = { ...read, listed: read.listed ?? Prisma.DbNull }
  await outsideTransaction(() =>
    db().chartArchive.upsert({
      where: { folder_file: { folder, file: name } },
      create: { folder, file: name, ...data },
      update: data,
    }),
  )
}

export async function deleteFiles(folder: string, names: readonly string[]): Promise<void> {
  await outsideTransaction(() =>
    db().chartArchive.deleteMany({ where: { folder, file: { in: [...names] } } }),
  )
}
