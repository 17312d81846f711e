import { describe, expect, it } from "vitest"
import { detectPipeline } from "@/cli/detect-pipeline"

const sha = "0f1e2d3c4b5a69788796a5b4c3d2e1f001122334"

describe("detectPipeline", () => {
  it("reads the run, attempt, commit and branch of GitHub Actions", () => {
    const env = {
      GITHUB_ACTIONS: "true",
      GITHUB_SERVER_URL: "https://github.com",
      GITHUB_REPOSITORY: "acme/shop",
      GITHUB_RUN_ID: "9001",
      GITHUB_RUN_ATTEMPT: "2",
      GITHUB_SHA: sha,
      GITHUB_REF_NAME: "feature/x",
      GITHUB_REF_TYPE: "branch",
      GITHUB_HEAD_REF: "",
      GITHUB_ACTOR: "ada",
      GITHUB_TRIGGERING_ACTOR: "grace",
    }
    expect(detectPipeline(env)).toEqual({
      system: "GitHub Actions",
      run: "acme/shop#9001",
      attempt: 2,
      commit: sha,
      branch: "feature/x",
      runUrl: "https://github.com/acme/shop/actions/runs/9001/attempts/2",
      initiatedBy: "grace",
    })
  })

  it("reads the source branch of a pull request and the tag of a tag run on GitHub Actions", () => {
    const env = { GITHUB_ACTIONS: "true", GITHUB_REF_NAME: "12/merge", GITHUB_HEAD_REF: "fix/y" }
    expect(detectPipeline(env)).toMatchObject({ branch: "fix/y" })
    const tagged = { GITHUB_ACTIONS: "true", GITHUB_REF_NAME: "v1.2.3", GITHUB_REF_TYPE: "tag" }
    expect(detectPipeline(tagged)).toMatchObject({ tag: "v1.2.3", branch: undefined })
  })

  it("reads the job, the commit and its time of GitLab CI, even in a tag pipeline without a branch", () => {
    const env = {
      GITLAB_CI: "true",
      CI_PROJECT_PATH: "acme/shop",
      CI_PIPELINE_ID: "77",
      CI_JOB_ID: "4242",
      CI_JOB_URL: "https://gitlab.example.com/acme/shop/-/jobs/4242",
      CI_COMMIT_SHA: sha,
      CI_COMMIT_BRANCH: "",
      CI_COMMIT_TAG: "v1.2.3",
      CI_COMMIT_TIMESTAMP: "2026-02-12T10:00:00+01:00",
      GITLAB_USER_LOGIN: "ada",
    }
    expect(detectPipeline(env)).toEqual({
      system: "GitLab CI",
      run: "acme/shop#4242",
      commit: sha,
      tag: "v1.2.3",
      runUrl: "https://gitlab.example.com/acme/shop/-/jobs/4242",
      initiatedBy: "ada",
      committedAt: "2026-02-12T10:00:00+01:00",
    })
  })

  it.each([
    [{ GIT_BRANCH: "origin/main" }, { branch: "main", tag: undefined }],
    [{ BRANCH_NAME: "PR-7", CHANGE_BRANCH: "fix/y" }, { branch: "fix/y" }],
    [
      { BRANCH_NAME: "v1.2.3", TAG_NAME: "v1.2.3" },
      { branch: undefined, tag: "v1.2.3" },
    ],
  ])("reads the branch or tag of Jenkins from %j", (variables, expected) => {
    const jenkins = { JENKINS_URL: "https://ci.example.com/", JOB_NAME: "shop/main", BUILD_NUMBER: "12" }
    const pipeline = detectPipeline({ ...jenkins, GIT_COMMIT: sha, ...variables })
    expect(pipeline).toMatchObject({ system: "Jenkins", run: "shop/main#12", commit: sha, ...expected })
  })

  it("reads the run, stage attempt and branch of Azure Pipelines, with a project that has a space", () => {
    const env = {
      TF_BUILD: "True",
      SYSTEM_TEAMPROJECT: "Web shop",
      SYSTEM_COLLECTIONURI: "https://dev.azure.com/acme/",
      SYSTEM_STAGEATTEMPT: "3",
      BUILD_BUILDID: "55",
      BUILD_SOURCEVERSION: sha,
      BUILD_SOURCEBRANCH: "refs/heads/release/1.2",
      BUILD_REQUESTEDFOR: "Ada Lovelace",
    }
    expect(detectPipeline(env)).toEqual({
      system: "Azure Pipelines",
      run: "Web shop#55",
      attempt: 3,
      commit: sha,
      branch: "release/1.2",
      runUrl: "https://dev.azure.com/acme/Web%20shop/_build/results?buildId=55",
      initiatedBy: "Ada Lovelace",
    })
    expect(detectPipeline({ TF_BUILD: "True", BUILD_SOURCEBRANCH: "refs/tags/v1" })).toMatchObject({
      tag: "v1",
    })
  })

  it("counts the first attempt of Buildkite as 1 and drops a commit that is not known yet", () => {
    const env = { BUILDKITE: "true", BUILDKITE_RETRY_COUNT: "0", BUILDKITE_COMMIT: "HEAD" }
    expect(detectPipeline(env)).toMatchObject({ system: "Buildkite", attempt: 1, commit: undefined })
  })

  it.each([
    ["CircleCI", { CIRCLECI: "true", CIRCLE_WORKFLOW_ID: "w-1", CIRCLE_TAG: "v1" }, "w-1"],
    [
      "Bitbucket Pipelines",
      { BITBUCKET_BUILD_NUMBER: "8", BITBUCKET_REPO_FULL_NAME: "acme/shop", BITBUCKET_TAG: "v1" },
      "acme/shop#8",
    ],
  ])("recognizes %s", (system, env, run) => {
    expect(detectPipeline(env)).toMatchObject({ system, run, tag: "v1" })
  })

  it("returns null outside a CI system, and no run without the variables that identify one", () => {
    expect(detectPipeline({ CI: "true", HOME: "/root" })).toBeNull()
    expect(detectPipeline({ GITLAB_CI: "true" })?.run).toBe("")
  })
})
