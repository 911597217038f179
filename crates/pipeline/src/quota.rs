//! Quotas of the service that are about what runs (AWS CodePipeline user guide, quotas;
//! section 1.7 of the engine reference), and those of a declaration for who shows how much of them is used; what
//! exceeds them is found by the rules, see [`crate::rules::Limits`].

use codepipeline::shapes::{ActionCategory, ActionTypeId};
use codepipeline::validate::most_items;

use crate::rules::Limits;

const MIB: u64 = 1 << 20;
const GIB: u64 = 1 << 30;

/// The most that a declaration may have of what people add to it one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeclarationQuotas {
    /// Stages of a pipeline.
    pub stages: usize,
    /// Actions of a stage.
    pub actions_of_stage: usize,
    /// Actions of a pipeline.
    pub actions: usize,
    /// Pipeline variables.
    pub variables: usize,
    /// Triggers.
    pub triggers: usize,
    /// Rules of a condition.
    pub rules_of_condition: usize,
}

/// The quotas of a declaration: those that the service's model states and those that it does not.
pub fn of_declaration(limits: &Limits) -> DeclarationQuotas {
    let stated = |structure, member| most_items(structure, member).unwrap_or(usize::MAX);
    DeclarationQuotas {
        stages: limits.maximum_stages,
        actions_of_stage: limits.actions_per_stage,
        actions: limits.actions_per_pipeline,
        variables: stated("PipelineDeclaration", "variables"),
        triggers: stated("PipelineDeclaration", "triggers"),
        rules_of_condition: stated("Condition", "rules"),
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_declaration_has_the_quotas_of_the_user_guide() {
        let quotas = of_declaration(&Limits::default());
        let expected = DeclarationQuotas {
            stages: 50,
            actions_of_stage: 50,
            actions: 1000,
            variables: 50,
            triggers: 50,
            rules_of_condition: 5,
        };
        assert_eq!(quotas, expected);
    }
}
