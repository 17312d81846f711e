import type { RepositoryKind } from "../schema"
import { folderReader } from "./folder-reader"
import { indexReader } from "./index-reader"
import { ociReader } from "./oci-reader"
import type { RepositoryReader, RepositorySource } from "./repository-source"

const readers: Record<RepositoryKind, RepositoryReader> = {
  INDEX: indexReader(),
  OCI: ociReader(),
  FOLDER: folderReader(),
}

export const readerOf = ({ kind }: RepositorySource): RepositoryReader => readers[kind]
