import type { DeploymentStatus } from "@/lib/ledger/deployments/statuses"

export const systemNames = ["github", "gitlab", "jenkins", "azure", "argocd", "flux", "curl"] as const
type SystemName = (typeof systemNames)[number]

export type PipelineTemplates = Record<SystemName, readonly { name: string; text: string }[]>

/** An event in CI, and what is recorded for it. */
export type MappedEvent = { event: string; status?: DeploymentStatus; record: string }

interface PipelineSystem {
  label: string
  /** Where to store the token, and the command that stores it. */
  secret: { text: string; command: (token: string) => string }
  /** It signs what it sends, with the secret of an event source instead of a token. */
  isSigned?: true
  rows: readonly MappedEvent[]
}

const started = { event: "The job starts", status: "PENDING", record: "A new record" } as const
const ended = {
  event: "It succeeds",
  status: "DEPLOYED",
  record: "The same record, with its duration",
} as const
const failed = { event: "It fails", status: "FAILED", record: "The same record" } as const
const tagged = { event: "Tag pipeline", record: "The image tag is the git tag; there is no branch" }
const matrix = {
  event: "Matrix",
  record: "One record for each environment and application; for anything else, give each job its own --id",
}
const lifecycle = (cancelled: string): MappedEvent[] => [
  started,
  ended,
  failed,
  { event: cancelled, status: "FAILED", record: "The same record, with the note “Cancelled.”" },
]
const nextAttempt = "The next attempt of the same deployment, linked to the one before"
const ownRecord = "A separate record: the repeated run has a different id"
const repeated = { event: "A message is repeated", record: "No duplicate" }

export const pipelineSystems: Record<SystemName, PipelineSystem> = {
  github: {
    label: "GitHub Actions",
    secret: {
      text: "As the secret SLIPWAY_TOKEN of the repository or of the environment.",
      command: (token) => `gh secret set SLIPWAY_TOKEN --body "${token}"`,
    },
    rows: [...lifecycle("It is cancelled"), { event: "Re-run", record: nextAttempt }, matrix, tagged],
  },
  gitlab: {
    label: "GitLab CI",
    secret: {
      text: "As the masked variable SLIPWAY_TOKEN of the project or group.",
      command: (token) => `glab variable set SLIPWAY_TOKEN "${token}" --masked`,
    },
    rows: [...lifecycle("It is canceled"), { event: "Retry of a job", record: ownRecord }, matrix, tagged],
  },
  jenkins: {
    label: "Jenkins",
    secret: {
      text: "Under Manage Jenkins → Credentials, as a secret text with the id slipway-token.",
      command: (token) => token,
    },
    rows: [...lifecycle("It is aborted"), { event: "Rebuild or replay", record: ownRecord }, matrix, tagged],
  },
  azure: {
    label: "Azure Pipelines",
    secret: {
      text: "As the secret variable SLIPWAY_TOKEN of the pipeline.",
      command: (token) =>
        `az pipelines variable create --name SLIPWAY_TOKEN --secret true --value "${token}"`,
    },
    rows: [
      ...lifecycle("It is canceled"),
      { event: "Rerun of failed jobs", record: nextAttempt },
      matrix,
      tagged,
    ],
  },
  argocd: {
    label: "Argo CD",
    secret: {
      text: "In the secret that Argo CD's notifications read.",
      command: (token) =>
        `kubectl -n argocd patch secret argocd-notifications-secret --type merge \\\n  -p '{"stringData":{"slipway-token":"${token}"}}'`,
    },
    rows: [
      { event: "A sync succeeds, healthy", status: "DEPLOYED", record: "A record with its duration" },
      { event: "A sync fails", status: "FAILED", record: "A record with its duration" },
      { event: "Another sync", record: "A separate record" },
      repeated,
      { event: "Environment", record: "The label “environment” of the Application, else its namespace" },
      { event: "Image tag", record: "The tag of the Application's first image" },
    ],
  },
  flux: {
    label: "Flux",
    isSigned: true,
    secret: {
      text: "Flux signs its events with the secret of an event source. Create one for Flux, and store its secret in the cluster.",
      command: () =>
        "kubectl -n flux-system create secret generic slipway-webhook \\\n  --from-literal=token='whsec_…'",
    },
    rows: [
      {
        event: "An install or upgrade succeeds",
        status: "DEPLOYED",
        record: "A record; its duration is unknown",
      },
      { event: "It fails", status: "FAILED", record: "A record with the message of Flux" },
      { event: "It is uninstalled", record: "The application no longer runs there" },
      repeated,
      { event: "Environment", record: "The metadata “environment” of the alert, else the namespace" },
      { event: "Image tag", record: "The chart version, the tag of the artifact, or branch and commit" },
    ],
  },
  curl: {
    label: "curl",
    secret: {
      text: "In the environment of the script.",
      command: (token) => `export SLIPWAY_TOKEN="${token}"`,
    },
    rows: [
      { ...started, event: "The script starts" },
      ended,
      { ...failed, event: "It fails or is terminated" },
      { event: "The same RUN_ID again", record: "After a failure the next attempt, otherwise nothing new" },
      repeated,
    ],
  },
}
