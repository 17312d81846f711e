import { sealCompressed, unseal } from "@/lib/platform/seal"

type Sealing =
  | { text: string; key: Uint8Array }
  /** Opens the text with one of the keys. */
  | { sealed: string; keys: readonly Uint8Array[] }

/** Seals or unseals a large text in a worker thread. */
export default function sealTask(input: Sealing): string {
  if ("text" in input) return sealCompressed(input.text, Buffer.from(input.key))
  return unseal(
    input.sealed,
    input.keys.map((key) => Buffer.from(key)),
  )
}
