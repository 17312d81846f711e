import { randomInt } from "node:crypto"
import { hash, verify } from "@node-rs/argon2"

/** OWASP's first choice of cost for argon2id, which is the library's default algorithm. Memory in KiB. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** The hash of a password nobody knows, of the same cost as all others. */
const nobodysHash =
  "$argon2id$v=19$m=19456,t=2,p=1$iT7d9D44qJA9ppyUDfPO6A$mx4qG5FInz3vKIU0FZ/v8ehFvaTMNnpCo4tkv6Zk+sw"

export const passwordLength = { min: 12, max: 200 }

export async function hashPassword(password: string): Promise<string> {
  return hash(password, cost)
}

/**
 * Whether it is the password behind the hash. Without a hash (no such account, or one without a password) it does the
 * same work and answers no, so that the time taken does not tell which accounts exist.
 */
export async function isPassword(storedHash: string | null, password: string): Promise<boolean> {
  if (password.length > passwordLength.max) return false
  const matches = await verify(storedHash ?? nobodysHash, password)
  return matches && storedHash !== null
}

// Without characters that are mistaken for one another.
const alphabet = "23456789abcdefghijkmnpqrstuvwxyz"

/** A random password of 100 bits, in groups that can be read aloud: `xxxxx-xxxxx-xxxxx-xxxxx`. */
export function makePassword(): string {
  const group = () => Array.from({ length: 5 }, () => alphabet[randomInt(alphabet.length)]).join("")
  return [group(), group(), group(), group()].join("-")
}
