// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// @title Signatures: whether an account signed a digest
library Signatures {
    /// @notice What a contract may spend on answering. Enough for a passkey checked without a precompile (about 330,000).
    uint256 internal constant ANSWER_GAS = 400_000;

    /// @dev Recovery comes first: an ordinary wallet that delegates to code (EIP-7702) still signs with its key, and that code
    /// need not speak ERC-1271. Only a signer that has code and did not sign by key is asked, without the right to change
    /// anything and with a bound on gas; whoever reverts, burns it all or answers in other words did not sign.
    function isSignedBy(address signer, bytes32 digest, bytes calldata signature) internal view returns (bool) {
        (address recovered, ECDSA.RecoverError fault, ) = ECDSA.tryRecoverCalldata(digest, signature);
        if (fault == ECDSA.RecoverError.NoError && recovered == signer) return true;
        if (signer.code.length == 0) return false;
        (bool success, bytes memory answer) = signer.staticcall{gas: ANSWER_GAS}(
            abi.encodeCall(IERC1271.isValidSignature, (digest, signature))
        );
        return success && answer.length >= 32 && bytes32(answer) == bytes32(IERC1271.isValidSignature.selector);
    }
}
