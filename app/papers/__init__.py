"""Papers: a use case gathers a record, a document module composes it from blocks, the publisher makes pages."""
