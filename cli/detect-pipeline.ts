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
  const system = systems.find(({ markers }) => markers.some((name) => given(env[name]) !== undefined))
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
  const refName = given(env.GITHUB_REF_NAME)
  const isTag = env.GITHUB_REF_TYPE === "tag"
  return {
    run: joined("#", repository, run),
    attempt: number(attempt),
    commit: given(env.GITHUB_SHA),
    branch: given(env.GITHUB_HEAD_REF) ?? (isTag ? undefined : refName),
    tag: isTag ? refName : undefined,
    runUrl: joined("/", env.GITHUB_SERVER_URL, repository, "actions/runs", run, "attempts", attempt),
    initiatedBy: given(env.GITHUB_TRIGGERING_ACTOR) ?? given(env.GITHUB_ACTOR),
  }
}

/** https://docs.gitlab.com/ci/variables/predefined_variables; a retried job has a new id. */
function readGitLab(env: Environment) {
  return {
    run: joined("#", env.CI_PROJECT_PATH, env.CI_JOB_ID),
    commit: given(env.CI_COMMIT_SHA),
    branch: given(env.CI_COMMIT_BRANCH) ?? given(env.CI_MERGE_REQUEST_SOURCE_BRANCH_NAME),
    tag: given(env.CI_COMMIT_TAG),
    runUrl: given(env.CI_JOB_URL) ?? given(env.CI_PIPELINE_URL),
    initiatedBy: given(env.GITLAB_USER_LOGIN),
    committedAt: given(env.CI_COMMIT_TIMESTAMP),
  }
}

/** https://www.jenkins.io/doc/book/pipeline/jenkinsfile; in a multibranch pipeline of a tag, BRANCH_NAME is the tag. */
function readJenkins(env: Environment) {
  const tag = given(env.TAG_NAME)
  const branch = given(env.CHANGE_BRANCH) ?? given(env.BRANCH_NAME) ?? given(env.GIT_BRANCH)
  return {
    run: joined("#", env.JOB_NAME, env.BUILD_NUMBER),
    commit: given(env.GIT_COMMIT),
    branch: tag === undefined ? branch?.replace(/^origin\//, "") : undefined,
    tag,
    runUrl: given(env.BUILD_URL),
    initiatedBy: given(env.BUILD_USER_ID) ?? given(env.BUILD_USER),
  }
}

/** https://learn.microsoft.com/azure/devops/pipelines/build/variables */
function readAzure(env: Environment) {
  const [, kind, name] = /^refs\/(heads|tags)\/(.+)$/.exec(env.BUILD_SOURCEBRANCH ?? "") ?? []
  const project = given(env.SYSTEM_TEAMPROJECT)
  const collection = env.SYSTEM_COLLECTIONURI?.replace(/\/$/, "")
  const source = given(env.SYSTEM_PULLREQUEST_SOURCEBRANCH)?.replace(/^refs\/heads\//, "")
  return {
    run: joined("#", project, env.BUILD_BUILDID),
    attempt: number(env.SYSTEM_STAGEATTEMPT),
    commit: given(env.BUILD_SOURCEVERSION),
    branch: source ?? (kind === "heads" ? name : undefined),
    tag: kind === "tags" ? name : undefined,
    runUrl: joined(
      "/",
      collection,
      project === undefined ? undefined : encodeURIComponent(project),
      env.BUILD_BUILDID === undefined ? undefined : `_build/results?buildId=${env.BUILD_BUILDID}`,
    ),
    initiatedBy: given(env.BUILD_REQUESTEDFOR),
  }
}

/** https://circleci.com/docs/variables; a rerun is a new workflow. */
function readCircle(env: Environment) {
  return {
    run: given(env.CIRCLE_WORKFLOW_ID),
    commit: given(env.CIRCLE_SHA1),
    branch: given(env.CIRCLE_BRANCH),
    tag: given(env.CIRCLE_TAG),
    runUrl: given(env.CIRCLE_BUILD_URL),
    initiatedBy: given(env.CIRCLE_USERNAME),
  }
}

/** https://support.atlassian.com/bitbucket-cloud/docs/variables-and-secrets */
function readBitbucket(env: Environment) {
  const build = env.BITBUCKET_BUILD_NUMBER
  return {
    run: joined("#", env.BITBUCKET_REPO_FULL_NAME, build),
    attempt: number(env.BITBUCKET_STEP_RUN_NUMBER),
    commit: given(env.BITBUCKET_COMMIT),
    branch: given(env.BITBUCKET_BRANCH),
    tag: given(env.BITBUCKET_TAG),
    runUrl: joined("/", env.BITBUCKET_GIT_HTTP_ORIGIN, "pipelines/results", build),
  }
}

/** https://buildkite.com/docs/pipelines/configure/environment-variables; the first attempt is retry 0. */
function readBuildkite(env: Environment) {
  const retries = number(env.BUILDKITE_RETRY_COUNT)
  return {
    run: joined("#", env.BUILDKITE_PIPELINE_SLUG, env.BUILDKITE_BUILD_NUMBER),
    attempt: retries === undefined ? undefined : retries + 1,
    commit: given(env.BUILDKITE_COMMIT),
    branch: given(env.BUILDKITE_BRANCH),
    tag: given(env.BUILDKITE_TAG),
    runUrl: given(env.BUILDKITE_BUILD_URL),
    initiatedBy: given(env.BUILDKITE_BUILD_CREATOR),
  }
}

/** An empty variable counts as not set. */
function given(value: string | undefined): string | undefined {
  return value?.trim() || undefined
}

function number(value: string | undefined): number | undefined {
  return /^\d{1,7}$/.test(value ?? "") ? Number(value) : undefined
}

/** The parts joined, or undefined if any is missing. */
function joined(separator: string, ...parts: (string | undefined)[]): string | undefined {
  const known = parts.flatMap((part) => given(part) ?? [])
  return known.length === parts.length ? known.join(separator) : undefined
}
