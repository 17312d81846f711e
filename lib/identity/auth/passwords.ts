import { randomInt } from "node:crypto"
import { hash, verify } from "@node-rs/argon2"

/** The cost that OWASP recommends for argon2id, the library's default algorithm. Memory in KiB. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** The hash of an unknown password, with the same cost as all others. */
const decoyHash =
  "$argon2id$v=19$m=19456,t=2,p=1$iT7d9D44qJA9ppyUDfPO6A$mx4qG5FInz3vKIU0FZ/v8ehFvaTMNnpCo4tkv6Zk+sw"

export const passwordLength = { min: 12, max: 200 }

export async function hashPassword(password: string): Promise<string> {
  return hash(password, cost)
}

/**
 * Whether the password matches the hash. Without a hash (unknown account, or one without a password) it does the same
 * work and returns false, so that the response time does not reveal which accounts exist.
 */
export async function isPassword(storedHash: string | null, password: string): Promise<boolean> {
  if (password.length > passwordLength.max) return false
  const matches = await verify(storedHash ?? decoyHash, password)
  return matches && storedHash !== null
}

// Without characters that are easily confused.
const alphabet = "23456789abcdefghijkmnpqrstuvwxyz"

/** A random password with about 100 bits of entropy, in groups that are easy to read: `xxxxx-xxxxx-xxxxx-xxxxx`. */
export function makePassword(): string {
  const group = () => Array.from({ length: 5 }, () => alphabet[randomInt(alphabet.length)]).join("")
  return [group(), group(), group(), group()].join("-")
}
