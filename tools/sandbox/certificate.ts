import { existsSync } from "node:fs"
import { mkdir, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { generate } from "selfsigned"
import { z } from "zod"

const identitySchema = z.object({ key: z.string(), certificate: z.string(), token: z.string() })

/** The credentials for mutual trust: Kubernetes clients send a token only over TLS. */
export type Identity = z.infer<typeof identitySchema>

/** The key, certificate and token of a folder, created at the first start, so that a kubeconfig stays valid. */
export async function identityOf(folder: string, makeToken: () => string): Promise<Identity> {
  const file = join(folder, "identity.json")
  if (existsSync(file)) return identitySchema.parse(JSON.parse(await readFile(file, "utf8")))
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const identity = { ...(await selfSigned()), token: makeToken() }
  await writeFile(file, JSON.stringify(identity), { mode: 0o600 })
  return identity
}

async function selfSigned(): Promise<{ key: string; certificate: string }> {
  const notAfterDate = new Date()
  notAfterDate.setFullYear(notAfterDate.getFullYear() + 10)
  const generated = await generate([{ name: "commonName", value: "slipway-sandbox" }], {
    keyType: "ec",
    algorithm: "sha256",
    notAfterDate,
    extensions: [
      { name: "basicConstraints", cA: true },
      { name: "keyUsage", digitalSignature: true, keyCertSign: true },
      { name: "extKeyUsage", serverAuth: true },
      {
        name: "subjectAltName",
        altNames: [
          { type: 7, ip: "127.0.0.1" },
          { type: 2, value: "localhost" },
        ],
      },
    ],
  })
  return { key: generated.private, certificate: generated.cert }
}
