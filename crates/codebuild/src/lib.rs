//! codebuild
