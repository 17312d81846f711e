import type { Environment } from "@/cli/command"

export interface Pipeline {
  /** The product name, such as "GitLab CI". */
  system: string
  /** Identifies the run, or the job where jobs are retried; the same at the start and the end of a deployment. */
  run: string
  /** Starts at 1; absent if a repeated run has its own id. */
  attempt?: number
  commit?: string
  branch?: string
  tag?: string
  runUrl?: string
  initiatedBy?: string
  /** When the commit was created, RFC 3339. */
  committedAt?: string
}

type Detected = { [Field in keyof Pipeline]: Pipeline[Field] | undefined }

/** The CI system that set these variables, or null if none is recognized. */
export function detectPipeline(env: Environment): Pipeline | null {
  const system = systems.find(({ markers }) => markers.some((name) => nonEmpty(env[name]) !== undefined))
  if (system === undefined) return null
  const { run, attempt, commit, branch, ...rest } = system.read(env)
  return {
    ...rest,
    system: system.name,
    run: run ?? "",
    attempt: attempt !== undefined && attempt >= 1 ? attempt : undefined,
    // Buildkite sets HEAD until it has resolved the commit.
    commit: /^[0-9a-f]{7,64}$/i.test(commit ?? "") ? commit : undefined,
    branch: branch?.slice(0, 255),
  }
}

interface System {
  name: string
  /** Variables that only this system sets. */
  markers: readonly string[]
  read: (env: Environment) => Omit<Detected, "system">
}

const systems: readonly System[] = [
  { name: "GitHub Actions", markers: ["GITHUB_ACTIONS"], read: readGitHub },
  { name: "GitLab CI", markers: ["GITLAB_CI"], read: readGitLab },
  { name: "Azure Pipelines", markers: ["TF_BUILD"], read: readAzure },
  { name: "CircleCI", markers: ["CIRCLECI"], read: readCircle },
  { name: "Bitbucket Pipelines", markers: ["BITBUCKET_BUILD_NUMBER"], read: readBitbucket },
  { name: "Buildkite", markers: ["BUILDKITE"], read: readBuildkite },
  { name: "Jenkins", markers: ["JENKINS_URL", "JENKINS_HOME"], read: readJenkins },
]

/** https://docs.github.com/en/actions/reference/workflows-and-actions/variables */
function readGitHub(env: Environment) {
  const repository = env.GITHUB_REPOSITORY
  const run = env.GITHUB_RUN_ID
  const attempt = env.GITHUB_RUN_ATTEMPT
  const refName = nonEmpty(env.GITHUB_REF_NAME)
  const isTag = env.GITHUB_REF_TYPE === "tag"
  return {
    run: joined("#", repository, run),
    attempt: number(attempt),
    commit: nonEmpty(env.GITHUB_SHA),
    branch: nonEmpty(env.GITHUB_HEAD_REF) ?? (isTag ? undefined : refName),
    tag: isTag ? refName : undefined,
    runUrl: joined("/", env.GITHUB_SERVER_URL, repository, "actions/runs", run, "attempts", attempt),
    initiatedBy: nonEmpty(env.GITHUB_TRIGGERING_ACTOR) ?? nonEmpty(env.GITHUB_ACTOR),
  }
}

/** https://docs.gitlab.com/ci/variables/predefined_variables; a retried job has a new id. */
function readGitLab(env: Environment) {
  return {
    run: joined("#", env.CI_PROJECT_PATH, env.CI_JOB_ID),
    commit: nonEmpty(env.CI_COMMIT_SHA),
    branch: nonEmpty(env.CI_COMMIT_BRANCH) ?? nonEmpty(env.CI_MERGE_REQUEST_SOURCE_BRANCH_NAME),
    tag: nonEmpty(env.CI_COMMIT_TAG),
    runUrl: nonEmpty(env.CI_JOB_URL) ?? nonEmpty(env.CI_PIPELINE_URL),
    initiatedBy: nonEmpty(env.GITLAB_USER_LOGIN),
    committedAt: nonEmpty(env.CI_COMMIT_TIMESTAMP),
  }
}

/** https://www.jenkins.io/doc/book/pipeline/jenkinsfile; in a multibranch pipeline of a tag, BRANCH_NAME is the tag. */
function readJenkins(env: Environment) {
  const tag = nonEmpty(env.TAG_NAME)
  const branch = nonEmpty(env.CHANGE_BRANCH) ?? nonEmpty(env.BRANCH_NAME) ?? nonEmpty(env.GIT_BRANCH)
  return {
    run: joined("#", env.JOB_NAME, env.BUILD_NUMBER),
    commit: nonEmpty(env.GIT_COMMIT),
    branch: tag === undefined ? branch?.replace(/^origin\//, "") : undefined,
    tag,
    runUrl: nonEmpty(env.BUILD_URL),
    initiatedBy: nonEmpty(env.BUILD_USER_ID) ?? nonEmpty(env.BUILD_USER),
  }
}

/** https://learn.microsoft.com/azure/devops/pipelines/build/variables */
function readAzure(env: Environment) {
  const [, kind, name] = /^refs\/(heads|tags)\/(.+)$/.exec(env.BUILD_SOURCEBRANCH ?? "") ?? []
  const project = nonEmpty(env.SYSTEM_TEAMPROJECT)
  const collection = env.SYSTEM_COLLECTIONURI?.replace(/\/$/, "")
  const source = nonEmpty(env.SYSTEM_PULLREQUEST_SOURCEBRANCH)?.replace(/^refs\/heads\//, "")
  return {
    run: joined("#", project, env.BUILD_BUILDID),
    attempt: number(env.SYSTEM_STAGEATTEMPT),
    commit: nonEmpty(env.BUILD_SOURCEVERSION),
    branch: source ?? (kind === "heads" ? name : undefined),
    tag: kind === "tags" ? name : undefined,
    runUrl: joined(
      "/",
      collection,
      project === undefined ? undefined : encodeURIComponent(project),
      env.BUILD_BUILDID === undefined ? undefined : `_build/results?buildId=${env.BUILD_BUILDID}`,
    ),
    initiatedBy: nonEmpty(env.BUILD_REQUESTEDFOR),
  }
}

/** https://circleci.com/docs/variables; a rerun is a new workflow. */
function readCircle(env: Environment) {
  return {
    run: nonEmpty(env.CIRCLE_WORKFLOW_ID),
    commit: nonEmpty(env.CIRCLE_SHA1),
    branch: nonEmpty(env.CIRCLE_BRANCH),
    tag: nonEmpty(env.CIRCLE_TAG),
    runUrl: nonEmpty(env.CIRCLE_BUILD_URL),
    initiatedBy: nonEmpty(env.CIRCLE_USERNAME),
  }
}

/** https://support.atlassian.com/bitbucket-cloud/docs/variables-and-secrets */
function readBitbucket(env: Environment) {
  const build = env.BITBUCKET_BUILD_NUMBER
  return {
    run: joined("#", env.BITBUCKET_REPO_FULL_NAME, build),
    attempt: number(env.BITBUCKET_STEP_RUN_NUMBER),
    commit: nonEmpty(env.BITBUCKET_COMMIT),
    branch: nonEmpty(env.BITBUCKET_BRANCH),
    tag: nonEmpty(env.BITBUCKET_TAG),
    runUrl: joined("/", env.BITBUCKET_GIT_HTTP_ORIGIN, "pipelines/results", build),
  }
}

/** https://buildkite.com/docs/pipelines/configure/environment-variables; the first attempt is retry 0. */
function readBuildkite(env: Environment) {
  const retries = number(env.BUILDKITE_RETRY_COUNT)
  return {
    run: joined("#", env.BUILDKITE_PIPELINE_SLUG, env.BUILDKITE_BUILD_NUMBER),
    attempt: retries === undefined ? undefined : retries + 1,
    commit: nonEmpty(env.BUILDKITE_COMMIT),
    branch: nonEmpty(env.BUILDKITE_BRANCH),
    tag: nonEmpty(env.BUILDKITE_TAG),
    runUrl: nonEmpty(env.BUILDKITE_BUILD_URL),
    initiatedBy: nonEmpty(env.BUILDKITE_BUILD_CREATOR),
  }
}

/** An empty variable counts as not set. */
function nonEmpty(value: string | undefined): string | undefined {
  return value?.trim() || undefined
}

function number(value: string | undefined): number | undefined {
  return /^\d{1,7}$/.test(value ?? "") ? Number(value) : undefined
}

/** The parts joined, or undefined if any is missing. */
function joined(separator: string, ...parts: (string | undefined)[]): string | undefined {
  const knownParts = parts.flatMap((part) => nonEmpty(part) ?? [])
  return knownParts.length === parts.length ? knownParts.join(separator) : undefined
}
