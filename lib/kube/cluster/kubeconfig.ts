import { readFile } from "node:fs/promises"
import { dirname, resolve } from "node:path"
import { KubeConfig } from "@kubernetes/client-node"
import { parse } from "yaml"
import { z } from "zod"

// Helm supports `tokenFile`. The Node client does not, and exports a proprietary auth provider that Helm does not know.
const withTokenFiles = z.object({
  users: z.array(
    z.object({ name: z.string(), user: z.object({ tokenFile: z.string().optional() }).nullish() }),
  ),
})
const provider = z.object({ config: z.object({ tokenFile: z.string() }) })
const exported = z.looseObject({
  users: z.array(z.object({ name: z.string(), user: z.looseObject({}) })),
})

/** The token files by user; paths are relative to the folder. */
function tokenFilesIn(text: string, folder: string): Map<string, string> {
  const { data } = withTokenFiles.safeParse(parse(text))
  const tokenFiles = data?.users.flatMap(({ name, user }): [string, string][] =>
    user?.tokenFile ? [[name, resolve(folder, user.tokenFile)]] : [],
  )
  return new Map(tokenFiles)
}

/** Parses the output of `kubeconfigTextOf`. Token files are read for every request, since pod tokens are rotated. */
export function parseKubeconfig(text: string): KubeConfig {
  const config = new KubeConfig()
  config.loadFromString(text)
  const files = tokenFilesIn(text, "/")
  config.users = config.users.map((user) => (files.has(user.name) ? { ...user, token: undefined } : user))
  config.addAuthenticator({
    isAuthProvider: ({ name }) => files.has(name),
    applyAuthentication: async ({ name }, options) => {
      const token = await readFile(/* turbopackIgnore: true */ files.get(name) ?? "", "utf8")
      options.headers = { ...options.headers, authorization: `Bearer ${token.trim()}` }
    },
  })
  return config
}

/** Loads a kubeconfig file. Throws an error that explains why it is not readable. */
export async function readKubeconfig(path: string): Promise<KubeConfig> {
  const config = new KubeConfig()
  config.loadFromFile(path)
  const files = tokenFilesIn(await readFile(path, "utf8"), dirname(path))
  config.users = config.users.map((user) => {
    const tokenFile = files.get(user.name)
    return tokenFile === undefined ? user : { ...user, authProvider: { config: { tokenFile } } }
  })
  return config
}

/** Serializes the config for Helm and `parseKubeconfig`. */
export function kubeconfigTextOf(config: KubeConfig): string {
  const { users, ...rest } = exported.parse(JSON.parse(config.exportConfig()))
  const files = new Map(
    config.users.map(({ name, authProvider }) => [name, provider.safeParse(authProvider).data?.config]),
  )
  const withFiles = users.map(({ name, user }) => {
    const tokenFile = files.get(name)?.tokenFile
    return { name, user: tokenFile === undefined ? user : { ...user, "auth-provider": undefined, tokenFile } }
  })
  return JSON.stringify({ ...rest, users: withFiles })
}

const withUsers = z.looseObject({
  users: z.array(z.looseObject({ name: z.string(), user: z.looseObject({}) })),
  contexts: z.array(z.looseObject({ context: z.looseObject({ user: z.string().nullish() }) })),
})

/** The output of `kubeconfigTextOf`, with every request impersonating another user. */
export function impersonating(text: string, username: string): string {
  const config = withUsers.parse(JSON.parse(text))
  const users = config.users.map(({ user, ...rest }) => ({ ...rest, user: { ...user, as: username } }))
  if (users.length > 0) return JSON.stringify({ ...config, users })
  // A context without a user authenticates by its network location only.
  const contexts = config.contexts.map((one) => ({ ...one, context: { ...one.context, user: username } }))
  return JSON.stringify({ ...config, contexts, users: [{ name: username, user: { as: username } }] })
}
