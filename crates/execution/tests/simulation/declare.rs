//! Random definitions.

use std::sync::Arc;

use codepipeline::shapes::{
    ActionCategory, ActionDeclaration, ActionOwner, ActionTypeId, ArtifactStore, ArtifactStoreType,
    BeforeEntryConditions, Condition, ConditionResult, ExecutionMode, FailureConditions, InputArtifact,
    OutputArtifact, PipelineDeclaration, PipelineVariableDeclaration, RetryConfiguration, RuleCategory,
    RuleDeclaration, RuleOwner, RuleTypeId, StageDeclaration, StageRetryMode, SuccessConditions,
};

use crate::Dice;

/// A definition: up to five stages of up to seven actions.
pub fn declare(dice: &mut Dice) -> Arc<PipelineDeclaration> {
    let modes = [ExecutionMode::Superseded, ExecutionMode::Queued, ExecutionMode::Parallel];
    let mode = dice.pick(&modes).cloned();
    // A PARALLEL pipeline declares no rollback (V32).
    let goes_back = mode != Some(ExecutionMode::Parallel);
    let mut artifacts: Vec<String> = Vec::new();
    let mut stages = vec![StageDeclaration { name: "Source".into(), ..StageDeclaration::default() }];
    for index in 0..1 + dice.below(2) {
        let name = format!("Src{index}");
        stages[0].actions.push(action(&name, ActionCategory::Source, 1, None, Some(name.clone())));
        artifacts.push(name);
    }
    for index in 1..2 + dice.below(4) {
        // Now and then a stage is missing, so that updates take stages away and bring them back.
        if index > 1 && dice.percent(15) {
            continue;
        }
        let mut stage = StageDeclaration { name: format!("S{index}"), ..StageDeclaration::default() };
        let width = if dice.percent(10) { 7 } else { 3 };
        let mut made = Vec::new();
        for number in 0..1 + dice.below(width) {
            let order = 1 + dice.below(3) as i32 * 10;
            let name = format!("A{index}-{number}");
            let input = dice.pick(&artifacts).cloned();
            let category = if dice.percent(15) { ActionCategory::Approval } else { ActionCategory::Build };
            let approval = category == ActionCategory::Approval;
            let output = Some(name.clone()).filter(|_| !approval && dice.percent(30));
            made.extend(output.clone());
            stage.actions.push(action(&name, category, order, input.filter(|_| !approval), output));
        }
        artifacts.extend(made);
        gate(dice, &mut stage, goes_back);
        if stage.on_failure.is_none() && dice.percent(20) {
            let mode = StageRetryMode::VALUES.get(dice.below(3)).map(|mode| StageRetryMode::from(*mode));
            stage.on_failure = Some(FailureConditions {
                result: Some(ConditionResult::Retry),
                retry_configuration: mode.map(|mode| RetryConfiguration { retry_mode: Some(mode) }),
                conditions: None,
            });
        }
        stages.push(stage);
    }
    Arc::new(PipelineDeclaration {
        name: "sim".into(),
        role_arn: "arn:aws:iam::111122223333:role/cp".into(),
        artifact_store: Some(ArtifactStore {
            r#type: ArtifactStoreType::S3,
            location: "store".into(),
            encryption_key: None,
        }),
        execution_mode: mode,
        variables: dice.percent(20).then(|| vec![variable(dice.percent(30))]),
        stages,
        ..PipelineDeclaration::default()
    })
}

/// A variable; without a default each start must name it.
fn variable(required: bool) -> PipelineVariableDeclaration {
    PipelineVariableDeclaration {
        name: "V".into(),
        default_value: (!required).then(|| "v".to_owned()),
        description: None,
    }
}

/// Conditions at some of a stage's gates.
fn gate(dice: &mut Dice, stage: &mut StageDeclaration, goes_back: bool) {
    if dice.percent(15) {
        let result = if dice.percent(50) { ConditionResult::Skip } else { ConditionResult::Fail };
        stage.before_entry = Some(BeforeEntryConditions { conditions: vec![condition(dice, result)] });
    }
    if dice.percent(15) {
        let back = goes_back && dice.percent(50);
        let result = if back { ConditionResult::Rollback } else { ConditionResult::Fail };
        stage.on_success = Some(SuccessConditions { conditions: vec![condition(dice, result)] });
    }
    if goes_back && dice.percent(20) {
        let judged = dice.percent(50);
        stage.on_failure = Some(FailureConditions {
            result: (!judged).then_some(ConditionResult::Rollback),
            retry_configuration: None,
            conditions: judged.then(|| vec![condition(dice, ConditionResult::Rollback)]),
        });
    }
}

fn condition(dice: &mut Dice, result: ConditionResult) -> Condition {
    let rules = (0..1 + dice.below(3)).map(|number| RuleDeclaration {
        name: format!("R{number}"),
        rule_type_id: RuleTypeId {
            category: RuleCategory::Rule,
            owner: Some(RuleOwner::Aws),
            provider: "VariableCheck".into(),
            version: Some("1".into()),
        },
        configuration: None,
        commands: None,
        input_artifacts: None,
        role_arn: None,
        region: None,
        timeout_in_minutes: None,
    });
    Condition { result: Some(result), rules: Some(rules.collect()) }
}

fn action(
    name: &str,
    category: ActionCategory,
    order: i32,
    input: Option<String>,
    output: Option<String>,
) -> ActionDeclaration {
    let provider = match category {
        ActionCategory::Source => "S3",
        ActionCategory::Approval => "Manual",
        _ => "CodeBuild",
    };
    ActionDeclaration {
        name: name.into(),
        action_type_id: ActionTypeId {
            category,
            owner: ActionOwner::Aws,
            provider: provider.into(),
            version: "1".into(),
        },
        run_order: Some(order),
        configuration: None,
        commands: None,
        output_artifacts: output.map(|name| vec![OutputArtifact { name, files: None }]),
        input_artifacts: input.map(|name| vec![InputArtifact { name }]),
        output_variables: None,
        role_arn: None,
        region: None,
        namespace: None,
        timeout_in_minutes: None,
        environment_variables: None,
    }
}
