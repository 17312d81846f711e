import { createHash, randomBytes } from "node:crypto"
import { crc32 } from "node:zlib"

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
const secretLength = 30
const checksumLength = 6
const pattern = /^slw_[0-9A-Za-z]{36}$/

function base62(value: bigint, length: number): string {
  let rest = value
  let text = ""
  for (let index = 0; index < length; index++) {
    text = alphabet[Number(rest % 62n)] + text
    rest /= 62n
  }
  return text
}

function checksum(body: string): string {
  return base62(BigInt(crc32(body)), checksumLength)
}

/**
 * `slw_` + 30 base62 characters (178 bits) + the CRC32 of everything before it, so that a mistyped token is rejected
 * without a lookup.
 */
export function makeToken(): string {
  const secret = base62(BigInt(`0x${randomBytes(32).toString("hex")}`), secretLength)
  return `slw_${secret}${checksum(`slw_${secret}`)}`
}

export function isWellFormedToken(token: string): boolean {
  return pattern.test(token) && token.endsWith(checksum(token.slice(0, -checksumLength)))
}

/** SHA-256: a token has enough entropy not to need a slow hash. */
export function hashToken(token: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash("sha256").update(token).digest())
}

export function bearerToken(authorization: string): string | null {
  return /^Bearer ([\x21-\x7e]{1,200})$/i.exec(authorization)?.[1] ?? null
}
