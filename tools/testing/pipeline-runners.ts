import { parse } from "yaml"
import {
  commit,
  type Env,
  fill,
  fillAll,
  gitHubJob,
  type Outcome,
  type PipelineStage,
  type Run,
  runJob,
  type Step,
  settings,
  template,
} from "@/tools/testing/pipeline-job"

/** How one CI system runs its template: the variables it sets, and the steps it derives from the file. */
export interface Runner {
  run: (
    stage: PipelineStage,
    run: Run,
    outcome: Outcome,
    more?: { attempt?: number; environment?: string; values?: Env },
  ) => Promise<void>
  /** What is recorded for a run that failed and was repeated. */
  repeated: { attempt: number; linked: boolean }
}

export const runners: Record<string, Runner> = {
  "GitHub Actions": {
    async run(stage, run, outcome, { attempt = 1, environment } = {}) {
      const values = { "secrets.SLIPWAY_TOKEN": stage.token, "github.ref_name": run.tag }
      const { steps, env } = await gitHubJob("github/workflow.yml", values, outcome)
      const set = {
        GITHUB_ACTIONS: "true",
        GITHUB_SERVER_URL: "https://github.com",
        GITHUB_REPOSITORY: "acme/shop",
        GITHUB_RUN_ID: run.run,
        GITHUB_RUN_ATTEMPT: String(attempt),
        GITHUB_SHA: commit,
        GITHUB_REF_NAME: run.tag,
        GITHUB_REF_TYPE: "tag",
        GITHUB_ACTOR: "ada",
      }
      await runJob(
        stage,
        { steps: steps, env: { ...set, ...env, ...settings(stage, run, environment) } },
        outcome,
      )
    },
    repeated: { attempt: 2, linked: true },
  },
  "GitLab CI": {
    async run(stage, run, outcome, { attempt = 1, environment } = {}) {
      const { ".slipway": base, deploy } = parse(await template("gitlab/slipway.gitlab-ci.yml"))
      const set = {
        GITLAB_CI: "true",
        CI_PROJECT_PATH: "acme/shop",
        CI_PIPELINE_ID: run.run,
        CI_JOB_ID: `${run.run}${attempt}${environment ?? ""}`,
        CI_COMMIT_SHA: commit,
        CI_COMMIT_TAG: run.tag,
        CI_JOB_URL: "https://gitlab.example.com/acme/shop/-/jobs/1",
        GITLAB_USER_LOGIN: "ada",
        SLIPWAY_TOKEN: stage.token,
      }
      const variables = fillAll(deploy.variables, /\$(\w+)/g, set)
      // GitLab runs before_script and script in one shell, after_script in another one.
      const steps: Step[] = [
        { script: base.before_script.join("\n") },
        { script: deploy.script.join("\n") },
        {
          script: base.after_script.join("\n"),
          env: { CI_JOB_STATUS: { success: "success", failure: "failed", cancelled: "canceled" }[outcome] },
          always: true,
        },
      ]
      await runJob(
        stage,
        { steps: steps, env: { ...set, ...variables, ...settings(stage, run, environment) } },
        outcome,
      )
    },
    repeated: { attempt: 1, linked: false },
  },
  Jenkins: {
    async run(stage, run, outcome, { attempt = 1, environment } = {}) {
      const text = await template("jenkins/Jenkinsfile.groovy")
      const result = { success: "SUCCESS", failure: "FAILURE", cancelled: "ABORTED" }[outcome]
      const [before = "", after = ""] = text.split("post {")
      const shell = (part: string) =>
        [...part.matchAll(/sh (['"])(.*)\1$/gm)].map(([, , script = ""]) => script)
      const steps: Step[] = [
        ...shell(before).map((script) => ({ script })),
        ...shell(after).map((script) => ({
          script: fill(script, /\$\{([\w.]+)\}/g, { "currentBuild.currentResult": result }),
          always: true,
        })),
      ]
      const set = {
        JENKINS_URL: "https://ci.example.com/",
        JOB_NAME: `shop/${run.tag}`,
        BUILD_NUMBER: `${run.run}${attempt}${environment ?? ""}`,
        BUILD_URL: `https://ci.example.com/job/shop/${attempt}/`,
        GIT_COMMIT: commit,
        BRANCH_NAME: run.tag,
        TAG_NAME: run.tag,
        BUILD_USER_ID: "ada",
        SLIPWAY_TOKEN: stage.token,
        SLIPWAY_IMAGE_TAG: run.tag,
      }
      await runJob(stage, { steps: steps, env: { ...set, ...settings(stage, run, environment) } }, outcome)
    },
    repeated: { attempt: 1, linked: false },
  },
  "Azure Pipelines": {
    async run(stage, run, outcome, { attempt = 1, environment } = {}) {
      const { steps, variables } = parse(await template("azure/azure-pipelines.yml"))
      const status = { success: "Succeeded", failure: "Failed", cancelled: "Canceled" }[outcome]
      const values = { SLIPWAY_TOKEN: stage.token, "Build.SourceBranchName": run.tag }
      const set = {
        TF_BUILD: "True",
        SYSTEM_TEAMPROJECT: "Web shop",
        SYSTEM_COLLECTIONURI: "https://dev.azure.com/acme/",
        SYSTEM_STAGEATTEMPT: String(attempt),
        BUILD_BUILDID: run.run,
        BUILD_SOURCEVERSION: commit,
        BUILD_SOURCEBRANCH: `refs/tags/${run.tag}`,
        BUILD_REQUESTEDFOR: "ada",
        AGENT_JOBSTATUS: status,
      }
      const builtSteps = steps.map(
        ({ bash, env = {}, condition }: { bash: string; env?: Env; condition?: string }) => ({
          script: bash,
          env: fillAll(env, /\$\(([\w.]+)\)/g, values),
          always: condition === "always()",
        }),
      )
      const ownVariables = fillAll(variables, /\$\(([\w.]+)\)/g, values)
      await runJob(
        stage,
        { steps: builtSteps, env: { ...set, ...ownVariables, ...settings(stage, run, environment) } },
        outcome,
      )
    },
    repeated: { attempt: 2, linked: true },
  },
}
