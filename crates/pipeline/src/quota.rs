//! Quotas of the service that are about what runs, not about what is declared (AWS CodePipeline user guide, quotas;
//! section 1.7 of the engine reference). Those of a declaration are in [`crate::rules::Limits`].

use codepipeline::shapes::{ActionCategory, ActionTypeId};

const MIB: u64 = 1 << 20;
const GIB: u64 = 1 << 30;

/// How many bytes an artifact may have, by what makes or takes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ArtifactQuotas {
    /// Of an S3 source.
    pub s3_source: u64,
    /// Of a source that is a repository.
    pub repository_source: u64,
    /// For AWS Elastic Beanstalk.
    pub elastic_beanstalk: u64,
    /// For AWS CloudFormation.
    pub cloud_formation: u64,
    /// For a blue/green deployment of Amazon ECS.
    pub code_deploy_to_ecs: u64,
}

impl Default for ArtifactQuotas {
    fn default() -> Self {
        Self {
            s3_source: 7 * GIB,
            repository_source: GIB,
            elastic_beanstalk: 512 * MIB,
            cloud_formation: 256 * MIB,
            code_deploy_to_ecs: 3 * MIB,
        }
    }
}

impl ArtifactQuotas {
    /// The most that an action of this type may write as one artifact; none where there is no quota.
    pub fn of_output(&self, id: &ActionTypeId) -> Option<u64> {
        match (&id.category, id.provider.as_str()) {
            (ActionCategory::Source, "S3") => Some(self.s3_source),
            (ActionCategory::Source, "CodeCommit" | "GitHub" | "CodeStarSourceConnection") => {
                Some(self.repository_source)
            }
            _ => None,
        }
    }

    /// The most that one artifact may have which an action of this type reads; none where there is no quota.
    pub fn of_input(&self, id: &ActionTypeId) -> Option<u64> {
        match (&id.category, id.provider.as_str()) {
            (ActionCategory::Deploy, "ElasticBeanstalk") => Some(self.elastic_beanstalk),
            (ActionCategory::Deploy, "CloudFormation") => Some(self.cloud_formation),
            (ActionCategory::Deploy, "CodeDeployToECS") => Some(self.code_deploy_to_ecs),
            _ => None,
        }
    }
}
