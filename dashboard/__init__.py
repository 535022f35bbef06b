"""The dashboard: policymakers move levers and see both routes lived again; it computes no science of its own."""
