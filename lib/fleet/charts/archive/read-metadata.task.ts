import { type ListedArchive, readMetadata } from "./read-metadata"

/** `readMetadata` in a worker thread. */
export default function readMetadataTask(path: string): Promise<ListedArchive> {
  return readMetadata(path)
}
