import { sealCompressed, unseal } from "@/lib/platform/seal"

type Sealing =
  | { text: string; key: Uint8Array }
  /** To be opened with one of the keys. */
  | { sealed: string; keys: readonly Uint8Array[] }

/** Seals or opens a large text in a worker thread. */
export default function sealTask(asked: Sealing): string {
  if ("text" in asked) return sealCompressed(asked.text, Buffer.from(asked.key))
  return unseal(
    asked.sealed,
    asked.keys.map((key) => Buffer.from(key)),
  )
}
