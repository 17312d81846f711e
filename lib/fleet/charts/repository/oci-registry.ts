import { z } from "zod"
import { egressPolicy, isListed } from "@/lib/platform/outbound/egress-policy"
import { fetchExternal, type OutsideAnswer, type OutsideWorld } from "@/lib/platform/outbound/fetch-external"
import { type Challenge, mayHaveCredentials, type OciLocation, parseChallenge } from "./oci-reference"
import { RepositoryProblem } from "./repository-problem"
import { basicAuthorization, type RepositorySource } from "./repository-source"
import { requireSuccess } from "./require-success"

type Asked = { path: string; accept?: string; maxBytes?: number }

const tokenSchema = z.object({ token: z.string().optional(), access_token: z.string().optional() })
const timeoutMs = 20_000

/** A client for the OCI distribution specification that requests tokens when required. */
export class OciRegistry {
  private token: string | null = null

  constructor(
    private readonly place: OciLocation,
    private readonly repository: RepositorySource,
    private readonly world: OutsideWorld,
  ) {}

  /** Returns any status except a first 401, which is retried with a token. */
  async ask(asked: Asked): Promise<OutsideAnswer> {
    const first = await this.askOnce(asked)
    if (first.status !== 401) return first
    const challenge = parseChallenge(first.headers["www-authenticate"])
    if (challenge === null) return first
    this.token = await this.fetchToken(challenge)
    return this.askOnce(asked)
  }

  private askOnce({ path, accept, maxBytes = 4 * 1_048_576 }: Asked): Promise<OutsideAnswer> {
    const bearer = this.token === null ? basicAuthorization(this.repository) : `Bearer ${this.token}`
    return fetchExternal(
      new URL(`https://${this.place.host}/v2/${path}`),
      {
        headers: { accept: accept ?? "application/json" },
        authorization: bearer,
        maxBytes,
        timeoutMs,
      },
      this.world,
    )
  }

  private async fetchToken({ realm, service, scope }: Challenge): Promise<string> {
    const url = new URL(realm)
    if (service !== null) url.searchParams.set("service", service)
    if (scope !== null) url.searchParams.set("scope", scope)
    const { hosts } = this.world.policy ?? egressPolicy()
    const isTrusted = mayHaveCredentials(
      this.place.host,
      realm,
      (host) => hosts !== null && isListed(host, hosts),
    )
    const authorization = isTrusted ? basicAuthorization(this.repository) : null
    const answer = await fetchExternal(url, { authorization, maxBytes: 1_048_576, timeoutMs }, this.world)
    requireSuccess(answer.status, answer.url)
    const { token, access_token } = readJson(tokenSchema, answer)
    const given = token ?? access_token
    if (given === undefined) throw new RepositoryProblem(`${url.host} returned no token.`)
    return given
  }
}

export function readJson<T>(schema: z.ZodType<T>, { body, url }: OutsideAnswer): T {
  try {
    return schema.parse(JSON.parse(body.toString("utf8")))
  } catch {
    throw new RepositoryProblem(`${url.host} returned an invalid response.`)
  }
}
