import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto"
import { deflateRawSync, inflateRawSync } from "node:zlib"

const nonceBytes = 12
const tagBytes = 16
const idLetters = 8
/** Follows the prefix of a compressed text; not a base64url character. */
const compressedMark = "~"
const maxUnpackedBytes = 512 * 1_048_576

/** The prefix of every text that was sealed with this key; it reveals nothing about the key. */
export function sealedPrefix(key: Uint8Array): string {
  return `${createHash("sha256").update("slipway key id\0").update(key).digest("base64url").slice(0, idLetters)}.`
}

/** Encrypts a text with AES-256-GCM under a 32-byte key: the key's prefix, then base64url of nonce, tag and ciphertext. */
export function seal(text: string, key: Uint8Array): string {
  return sealBytes(Buffer.from(text, "utf8"), key)
}

function sealBytes(bytes: Buffer, key: Uint8Array, mark = ""): string {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv("aes-256-gcm", key, nonce)
  const sealed = [cipher.update(bytes), cipher.final()]
  const text = Buffer.concat([nonce, cipher.getAuthTag(), ...sealed]).toString("base64url")
  return `${sealedPrefix(key)}${mark}${text}`
}

/** Like `seal` with compression, for megabytes of text. Slow: for worker threads. */
export function sealCompressed(text: string, key: Uint8Array): string {
  return sealBytes(deflateRawSync(text, { level: 1 }), key, compressedMark)
}

export const isCompressed = (sealed: string) => sealed.startsWith(`.${compressedMark}`, idLetters)

/** Decrypts a sealed text; throws if it was changed or sealed with none of the keys. */
export function unseal(sealed: string, keys: readonly Uint8Array[]): string {
  const hasPrefix = sealed.includes(".")
  const content = hasPrefix ? sealed.slice(idLetters + 1) : sealed
  // Texts that were sealed before keys had prefixes are tried with each key.
  const possible = hasPrefix ? keys.filter((key) => sealed.startsWith(sealedPrefix(key))) : keys
  for (const [index, key] of possible.entries()) {
    try {
      if (isCompressed(sealed)) return inflated(open(content.slice(compressedMark.length), key))
      return open(content, key).toString("utf8")
    } catch (error) {
      if (index === possible.length - 1) throw error
    }
  }
  throw new Error("The text was sealed with a key that is neither SLIPWAY_SECRET_KEY nor a previous one.")
}

const inflated = (bytes: Buffer) =>
  inflateRawSync(bytes, { maxOutputLength: maxUnpackedBytes }).toString("utf8")

function open(content: string, key: Uint8Array): Buffer {
  const bytes = Buffer.from(content, "base64url")
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, nonceBytes), {
    authTagLength: tagBytes,
  })
  decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes))
  return Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()])
}
