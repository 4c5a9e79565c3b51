// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Checkout} from "../../../contracts/checkout/Checkout.sol";
import {DemoDollar} from "../../../contracts/demo/DemoDollar.sol";
import {Enrollment} from "../../../contracts/enrollment/Enrollment.sol";
import {Genealogy} from "../../../contracts/genealogy/Genealogy.sol";
import {IGenealogy} from "../../../contracts/interfaces/IGenealogy.sol";
import {IPayoutVault} from "../../../contracts/interfaces/IPayoutVault.sol";
import {IPlanRegistry} from "../../../contracts/interfaces/IPlanRegistry.sol";
import {IVolumeLedger} from "../../../contracts/interfaces/IVolumeLedger.sol";
import {PayoutVault} from "../../../contracts/payouts/PayoutVault.sol";
import {PlanRegistry} from "../../../contracts/plans/PlanRegistry.sol";
import {VolumeLedger} from "../../../contracts/volumes/VolumeLedger.sol";

/// @title NewContracts: creates the contracts for whoever calls
/// @dev A library with public functions is linked, not copied. A test that said `new` itself would carry all the code that it
/// creates, and the compiler would optimise all of it again for every test contract: minutes become an hour.
library NewContracts {
    function accessManager(address administrator) public returns (AccessManager) {
        return new AccessManager(administrator);
    }

    function demoDollar(address owner) public returns (DemoDollar) {
        return new DemoDollar(owner);
    }

    function genealogy(address manager, address vault, address ledger, uint8 width, address company) public returns (Genealogy) {
        return new Genealogy(manager, vault, ledger, width, company);
    }

    function planRegistry(address manager, IVolumeLedger ledger, uint32 notice) public returns (PlanRegistry) {
        return new PlanRegistry(manager, ledger, notice);
    }

    /// @param checkout_ whom it expects
    function volumeLedger(
        address manager,
        IGenealogy members,
        IPlanRegistry plans,
        address checkout_
    ) public returns (VolumeLedger) {
        return new VolumeLedger(manager, members, plans, checkout_);
    }

    function payoutVault(
        address manager,
        IERC20 token,
        IGenealogy members,
        IVolumeLedger ledger,
        uint64 reviewWindow
    ) public returns (PayoutVault) {
        return new PayoutVault(manager, token, members, ledger, reviewWindow);
    }

    function enrollment(address manager, IGenealogy members) public returns (Enrollment) {
        return new Enrollment(manager, members);
    }

    function checkout(address manager, IPayoutVault vault, address quoter, address treasury) public returns (Checkout) {
        return new Checkout(manager, vault, quoter, treasury);
    }
}
