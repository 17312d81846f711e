pipeline {
  agent any
  environment {
    SLIPWAY_URL = 'https://slipway.example.com'
    SLIPWAY_TOKEN = credentials('slipway-token')
    SLIPWAY_APPLICATION = 'shop'
    SLIPWAY_ENVIRONMENT = 'prod'
    SLIPWAY_IMAGE_TAG = "${env.TAG_NAME ?: env.GIT_COMMIT}"
  }
  stages {
    stage('Deploy') {
      steps {
        sh 'curl -fsS --retry 5 --retry-all-errors -o slipway.mjs "$SLIPWAY_URL/cli/slipway.mjs"'
        sh 'node slipway.mjs deploy start'
        sh './deploy.sh'
      }
      post {
        always {
          sh "node slipway.mjs deploy finish --outcome ${currentBuild.currentResult}"
        }
      }
    }
  }
}
